"""What must be isolated from its surroundings, and what must not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.languages import isolates

IN_RTL = [
    ("عام 2022 فقط", []),
    ("بلغ العدد 1,234.5 أو 88,506 في 29/7/2022 الساعة 14:30", []),
    ("السنوات 2019 2020 2021", []),
    ("نص عربي بلا غيره، ثم سؤال؟", []),
    ("نسبة ٥٪ في ٢٠٢١-٢٠٢٧", []),
    ("مجموعة ال-20 اجتمعت", []),
    ("نسبة 12.5% من الناس", ["12.5%"]),
    ("و12.5 % منهم", ["12.5 %"]),
    ("الفترة 2021-2027 ثم 2021–2023", ["2021-2027", "2021–2023"]),
    ("من 2021 – 2027", ["2021 – 2027"]),
    ("التاريخ 2022-07-29", ["2022-07-29"]),
    ("بين +5 و−3 و -4 درجات", ["+5", "−3", "-4"]),
    ("ثمنه $1.00 أو 5 € أو US$ 500", ["$1.00", "5 €", "US$ 500"]),
    ("دفع 500 USD عن 10 kg", ["500 USD", "10 kg"]),
    ("عدد 1 000 000 شخص", ["1 000 000"]),
    ("من 14:00–16:00 مساء", ["14:00–16:00"]),
    ("اتصل على +216 71 123 456، أو (212) 555-0100", ["+216 71 123 456", "(212) 555-0100"]),
    ("الهاتف 71 123 456", ["71 123 456"]),
    ("الهاتف +٢١٦ ٧١ ١٢٣ ٤٥٦", ["+٢١٦ ٧١ ١٢٣ ٤٥٦"]),
    ("راسلنا: desk@example.org.", ["desk@example.org"]),
    ("انظر https://example.org/a?b=1، ثم www.example.org/x.", ["https://example.org/a?b=1", "www.example.org/x"]),
    ("زر example.org اليوم", ["example.org"]),
    ("قالت GreenMed Partners Network إن", ["GreenMed Partners Network"]),
    ("منظمة World Health Organization (WHO) هنا", ["World Health Organization (WHO)"]),
    ("المنظمة (WHO) هنا", ["WHO"]),
    ("بين AB (CD والشرق) هنا", ["AB", "CD"]),
    ("قال “Foo bar” and “Baz” ثم", ["“Foo bar” and “Baz”"]),
    ("مرض COVID-19 ونظام Windows 11 وشبكة 5G ولغة C++", ["COVID-19", "Windows 11", "5G", "C++"]),
    ("وسم #HarmReduction و@desk هنا", ["#HarmReduction", "@desk"]),
    ("في U.S. وحدها", ["U.S."]),
    ("كتاب Don’t Look Away؟ نعم", ["Don’t Look Away"]),
    ("فريق WHO, UNICEF and UNHCR، ثم", ["WHO, UNICEF and UNHCR"]),
    ("سطر WHO\nثم Bank هنا", ["WHO", "Bank"]),
    ("قرية น้ำ ในไทย هنا", ["น้ำ ในไทย"]),
    ("كتب \u2066by hand 5%\u2069 ثم 5%", ["5%"]),
    ("كتب \u200eWHO\u200e هنا", ["WHO"]),
    ("גידול של 12.5% ב-Passage International", ["12.5%", "Passage International"]),
]
IN_LTR = [
    ("no other script, 12.5% and +216 71 123 456", []),
    ("ไทย 12.5%", []),
    ("The review النشرة العربية (2022) said", ["النشرة العربية"]),
    ("It is called «معابر» here", ["معابر"]),
    ("Ask هل أنت هنا؟ now", ["هل أنت هنا؟"]),
    ("A word كتاب and שלום עולם!", ["كتاب", "שלום עולם"]),
    ("Year عام ٢٠٢٢ ended", ["عام ٢٠٢٢"]),
    ("Name مركز (الشرق) ended", ["مركز (الشرق)"]),
    ("Vocalised سَلَامٌ here", ["سَلَامٌ"]),
]


@pytest.mark.parametrize(("text", "expected"), IN_RTL)
def test_in_right_to_left_text_only_what_would_be_turned_round_is_isolated(text: str, expected: list[str]) -> None:
    assert [run for run, direction in isolates(text, "rtl") if direction == "ltr"] == expected


@pytest.mark.parametrize(("text", "expected"), IN_LTR)
def test_in_left_to_right_text_only_right_to_left_phrases_are_isolated(text: str, expected: list[str]) -> None:
    assert [run for run, direction in isolates(text, "ltr") if direction == "rtl"] == expected


PIECES = st.sampled_from(
    [
        "كتاب",
        "WHO",
        "(",
        ")",
        "«",
        "»",
        "12.5%",
        "2021-2027",
        " ",
        "، ",
        "+216 71 123 456",
        "\n",
        "น้ำ",
        "a@b.org",
        "\u2066",
        "\u2069",
        "؟",
        "-",
        "“",
        "”",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40), st.sampled_from(["ltr", "rtl"]))
def test_the_runs_together_are_the_text(text: str, base: str) -> None:
    runs = isolates(text, base)  # type: ignore[arg-type]
    assert "".join(run for run, _ in runs) == text
    assert all(run for run, _ in runs)
    assert all(direction in {None, {"ltr": "rtl", "rtl": "ltr"}[base]} for _, direction in runs)


@pytest.mark.parametrize(
    "text", ["1" * 5000, "1-" * 3000, "a(" * 2000, ")a" * 2000, "ب 1 " * 2000, "a." * 3000, "+1 " * 2000, "ب" * 9000, "- " * 4000, "www." * 2000]
)
def test_no_text_makes_isolation_slow(text: str) -> None:
    started = time.perf_counter()
    isolates(text + "ب", "rtl")
    isolates(text + "ب", "ltr")
    assert time.perf_counter() - started < 2
