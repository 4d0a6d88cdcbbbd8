"""Words that a reader would need are there, in the reader's language."""

from __future__ import annotations

from values import a_proof, a_slot, a_text, an_article, an_edition, told

from newsletter.model import Section
from newsletter.preflight.missing_text import check


def test_an_edition_with_all_its_words_passes() -> None:
    assert told(check(a_proof())) == []


def test_a_mail_without_subject_or_with_one_in_another_language_fails() -> None:
    edition = an_edition(tag="ar", subject=a_text("", "ar"), preheader=a_text("A bridge", "en"))
    problems = sorted(check(a_proof(edition=edition)))
    assert told(problems) == [
        "2022-07.yaml:1: error: mail.preheader of the ar edition is in en (missing-text)",
        "2022-07.yaml:1: error: mail.subject has no text for the ar edition (missing-text)",
    ]
    assert problems[1].hint == "Add a line `ar: …` under mail.subject in the manifest."


def test_a_story_without_standfirst_fails() -> None:
    assert told(check(a_proof(a_slot(an_article(standfirst=None))))) == ["en.md:2: warning: has no standfirst (missing-text)"]


def test_a_fallback_without_standfirst_is_told_in_its_own_edition_only() -> None:
    edition = an_edition(a_slot(an_article(standfirst=None), wanted="ar"), tag="ar")
    assert told(check(a_proof(edition=edition))) == []


def test_a_heading_in_another_language_fails() -> None:
    slot = a_slot(an_article(language="ar"), wanted="ar")
    edition = an_edition(tag="ar", sections=(Section(a_text("Asia", "en"), "asia-pacific", (slot,)),))
    assert told(check(a_proof(edition=edition))) == ["2022-07.yaml:1: warning: the heading 'Asia' has no ar text (missing-text)"]


def test_the_empty_forms_of_a_new_issue_and_a_new_story_fail() -> None:
    unwritten = a_text("… write it here …")
    edition = an_edition(a_slot(an_article(standfirst=unwritten)), subject=unwritten)
    assert told(check(a_proof(edition=edition))) == [
        "2022-07.yaml:1: error: mail.subject has no text for the en edition (missing-text)",
        "en.md:2: error: is still the empty form that `newsletter new` made (missing-text)",
    ]
