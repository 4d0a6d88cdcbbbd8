"""The spaces that must not break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.languages import known_languages, load_language, repair_spacing

REPAIRS = [
    ("fr", "Quoi? Oui! Non;", "Quoi\u202f? Oui\u202f! Non\u202f;"),
    ("fr", "Quoi ?! Et ça\u00a0?", "Quoi\u202f?! Et ça\u202f?"),
    ("fr", "Voilà: ici : là", "Voilà\u202f: ici\u202f: là"),
    ("fr", "à 14:30, ratio 1:2", "à 14:30, ratio 1:2"),
    ("fr", "«ici» et « là »", "«\u202fici\u202f» et «\u202flà\u202f»"),
    ("fr", "« Quoi ? »", "«\u202fQuoi\u202f?\u202f»"),
    ("fr", "Lire https://example.org/a?b=1;c:d ? Oui", "Lire https://example.org/a?b=1;c:d\u202f? Oui"),
    ("fr", " ? après une emphase", "\u202f? après une emphase"),
    ("fr", "Traduction :", "Traduction\u202f:"),
    ("fr", "50 % de 1 000 000 et de 10 000", "50\u00a0% de 1\u202f000\u202f000 et de 10\u202f000"),
    ("fr", "tél. +216 71 123 456", "tél. +216 71 123 456"),
    ("fr", "M. Dupont et Mme Diallo", "M.\u00a0Dupont et Mme\u00a0Diallo"),
    ("fr", "doute (?) et “oui”", "doute (?) et “oui”"),
    ("th", "ต่าง ๆ นานา", "ต่าง\u00a0ๆ นานา"),
    ("th", "ข้าว ปลา ฯลฯ และ ฯพณฯ", "ข้าว ปลา\u00a0ฯลฯ และ ฯพณฯ"),
    ("th", "กรุงเทพฯ เมือง", "กรุงเทพฯ เมือง"),
    ("th", "฿ 500 หรือ 500 บาท หรือ 500 ฿", "฿\u00a0500 หรือ 500\u00a0บาท หรือ 500\u00a0฿"),
    ("th", "พ.ศ. 2565", "พ.ศ.\u00a02565"),
    ("ar", "قال : « نعم » ، ثم 12 %", "قال : «نعم»، ثم 12\u00a0%"),
    ("es", "50 % de 88 506", "50\u00a0% de 88\u202f506"),
    ("en", "See p. 5, ask Dr. Haddad. No. It is not.", "See p.\u00a05, ask Dr.\u00a0Haddad. No. It is not."),
]


@pytest.mark.parametrize(("tag", "text", "expected"), REPAIRS)
def test_a_mark_stays_with_its_word(tag: str, text: str, expected: str) -> None:
    assert repair_spacing(text, load_language(tag)) == expected


@pytest.mark.parametrize(("tag", "text", "expected"), REPAIRS)
def test_a_second_repair_changes_nothing(tag: str, text: str, expected: str) -> None:
    language = load_language(tag)
    assert repair_spacing(repair_spacing(text, language), language) == expected, text


SNIPPETS = st.lists(
    st.sampled_from(["mot", "ไทย", "12", " ", "\u00a0", "\u202f", ":", ";", "!", "?", "«", "»", "%", "ๆ", "ฯ", "฿", "(", "…", "500", "،", "؟", "p."]),
    max_size=12,
)


@given(SNIPPETS.map("".join), st.sampled_from(known_languages()))
def test_repairs_settle_at_once_whatever_is_written(text: str, tag: str) -> None:
    language = load_language(tag)
    once = repair_spacing(text, language)
    assert repair_spacing(once, language) == once


@pytest.mark.parametrize("tag", known_languages())
@pytest.mark.parametrize("address", ["https://example.org/a?b=1;c!d", "desk@example.org", "http://example.org/50%20000", "www.example.org/?q=1:2"])
def test_an_address_is_never_touched(tag: str, address: str) -> None:
    assert address in repair_spacing(f"a {address} ; b : {address} !", load_language(tag))
