"""Where a text may be cut short, in every script."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from newsletter.languages import load_language
from newsletter.languages.sentences import ELLIPSIS, cut_runs, cut_text, sentence_ends
from newsletter.model import Inline

TEXTS = {
    "en": "The ferry stopped at noon. Dr. Osei counted 3.5 tonnes of rice on the quay! “Who ordered this?” she asked. Nobody in the U.N. office knew.",
    "ar": "توقفت العبّارة عند الظهر. هل عدّت الطبيبة الأكياس على الرصيف؟ نعم، كانت ثلاثة أطنان ونصف الطن! ولم يعرف أحد في المكتب من طلبها.",
    "es": "El transbordador paró a mediodía. La Sra. Osei contó 3,5 toneladas de arroz en el muelle. ¿Quién las pidió? Nadie lo sabía en la oficina.",
    "fr": "Le bac s’est arrêté à midi. « Qui a commandé cela ? » demanda M. Osei, devant 3,5 tonnes de riz. Personne au bureau ne le savait.",
    "th": "เรือข้ามฟากหยุดวิ่งตอนเที่ยงวัน แพทย์หญิงนับข้าวสารได้สามตันครึ่งบนท่าเรือ และไม่มีใครในสำนักงานรู้ว่าใครเป็นคนสั่ง เด็ก ๆ ช่วยกันขนข้าวเข้าโกดังจนค่ำ",
}


def sentences(tag: str) -> list[str]:
    """Return the sentences of a text, without the spaces between them."""
    places = (0, *sentence_ends(TEXTS[tag], load_language(tag)))
    return [TEXTS[tag][start:end].strip() for start, end in itertools.pairwise(places)]


def test_an_abbreviation_and_a_question_inside_a_sentence_end_none() -> None:
    assert sentences("en")[:2] == ["The ferry stopped at noon.", "Dr. Osei counted 3.5 tonnes of rice on the quay!"]
    assert sentences("en")[-1] == "Nobody in the U.N. office knew."
    assert sentences("es") == [
        "El transbordador paró a mediodía.",
        "La Sra. Osei contó 3,5 toneladas de arroz en el muelle.",
        "¿Quién las pidió?",
        "Nadie lo sabía en la oficina.",
    ]
    assert sentences("fr")[0] == "Le bac s’est arrêté à midi."
    assert "« Qui a commandé cela ?" not in sentences("fr")


def test_arabic_ends_with_its_own_question_mark() -> None:
    assert sentences("ar")[:3] == [
        "توقفت العبّارة عند الظهر.",
        "هل عدّت الطبيبة الأكياس على الرصيف؟",
        "نعم، كانت ثلاثة أطنان ونصف الطن!",
    ]


def test_thai_ends_with_a_space_between_long_phrases_but_not_before_and_or_a_repetition_mark() -> None:
    assert sentences("th") == [
        "เรือข้ามฟากหยุดวิ่งตอนเที่ยงวัน",
        "แพทย์หญิงนับข้าวสารได้สามตันครึ่งบนท่าเรือ และไม่มีใครในสำนักงานรู้ว่าใครเป็นคนสั่ง",
        "เด็ก ๆ ช่วยกันขนข้าวเข้าโกดังจนค่ำ",
    ]


@pytest.mark.parametrize("tag", TEXTS)
def test_a_teaser_is_made_of_whole_sentences(tag: str) -> None:
    cut = cut_text(TEXTS[tag], load_language(tag), 90)
    whole = sentences(tag)
    assert any(cut == TEXTS[tag][: len(cut)] and cut.endswith(sentence) for sentence in whole)
    assert 20 < len(cut) < len(TEXTS[tag])


def test_letters_beyond_the_first_plane_move_no_end() -> None:
    text = "The boats \U0001f6f6\U0001f6f6 came in. Nobody had counted them before the lamps were lit."
    assert sentence_ends(text, load_language("en")) == (text.index(".") + 1, len(text))
    assert cut_text(text, load_language("en"), 40) == text[: text.index(".") + 1]


def test_a_short_text_stays_as_it_is() -> None:
    assert cut_text("One. Two.", load_language("en"), 9) == "One. Two."


def test_a_sentence_far_too_long_is_cut_between_words_and_says_so() -> None:
    text = "We counted the boats, the carts, the barrows, the mules, the bicycles and, when night had come, the lamps of all those who still walked"
    assert cut_text(text, load_language("en"), 60) == "We counted the boats, the carts, the barrows, the mules…"
    assert cut_text("ก" + "า" * 3 + " " + "น้ำใจของชาวบ้านริมฝั่งแม่น้ำ" * 6, load_language("th"), 60).endswith(ELLIPSIS)


def test_a_passage_in_quotation_marks_is_not_left_open() -> None:
    text = "He said: “Come in. Sit down. The tea is hot and the night is long. We have time.” Then he closed the door behind us and lit the stove."
    assert cut_text(text, load_language("en"), 70).count("“") == cut_text(text, load_language("en"), 70).count("”")


def test_running_text_keeps_its_links_and_loses_its_notes() -> None:
    runs = (
        Inline("text", text="The plan"),
        Inline("footnote", target="1"),
        Inline("text", text=" was signed in "),
        Inline("link", target="https://example.org", children=(Inline("strong", children=(Inline("text", text="Bangkok. It took years"),)),)),
        Inline("text", text=" and many meetings, in many rooms, with many cups of tea, and no end of paper."),
    )
    cut = cut_runs(runs, load_language("en"), 40)
    assert "".join(run.plain() for run in cut) == "The plan was signed in Bangkok."
    assert cut[-1].target == "https://example.org"
    assert cut[-1].children[0].kind == "strong"
    assert not any(run.kind == "footnote" for run in cut_runs(runs, load_language("en"), 4000))


@given(
    st.text(alphabet="aé \u0301.!?؟،ابتُّกขน้ำิ่ๆฯ฿1 “”«»\n\U0001f468\u200d\U0001f469", max_size=160), st.integers(1, 60), st.sampled_from(sorted(TEXTS))
)
def test_no_cut_ever_falls_inside_a_letter(text: str, at_most: int, tag: str) -> None:
    cut = cut_text(text, load_language(tag), at_most).removesuffix(ELLIPSIS)
    assert text.startswith(cut)
    ends = {0, *itertools.accumulate(map(len, CharacterBreaker(text, tag)))}
    assert len(cut) in ends or len(cut_text(text, load_language(tag), at_most)) == len(text)
