"""A text is written in the script of its language."""

from __future__ import annotations

import pytest
from values import a_block, a_proof, a_slot, an_article, an_edition, told

from newsletter.preflight.article_language import check

ENGLISH = "They began on the same day, from both sides of the river, and met in the middle."
ARABIC = "بدأتا في اليوم نفسه من ضفّتي النهر، والتقتا في وسطه بعد أسبوعين من العمل."
THAI = "ทั้งสองหมู่บ้านเริ่มงานในวันเดียวกันจากสองฝั่งแม่น้ำ และมาพบกันที่กลางสะพาน"


def said_of(text: str, tag: str, wanted: str = "") -> list[str]:
    """Return what is said of a text in an edition."""
    article = an_article(language=tag, blocks=(a_block(text=text, language=tag),))
    slot = a_slot(article, wanted=wanted or tag)
    return told(check(a_proof(edition=an_edition(slot, tag=wanted or tag))))


@pytest.mark.parametrize(("text", "tag"), [(ENGLISH, "en"), (ENGLISH, "fr"), (ARABIC, "ar"), (THAI, "th"), (THAI + " UNHCR", "th"), ("2022", "th")])
def test_an_article_in_its_own_script_passes(text: str, tag: str) -> None:
    assert said_of(text, tag) == []


@pytest.mark.parametrize(("text", "tag", "script"), [(ENGLISH, "th", "Thai"), (ENGLISH, "ar", "Arab"), (THAI, "en", "Latn")])
def test_an_article_saved_under_the_wrong_name_fails(text: str, tag: str, script: str) -> None:
    assert said_of(text, tag) == [f"{tag}.md:2: warning: most letters of this article are not {script} (article-language)"]


def test_a_fallback_is_in_its_own_language_and_passes() -> None:
    assert said_of(ENGLISH, "en", wanted="ar") == []
