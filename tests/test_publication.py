"""The publication: names, languages and what stands in for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from values import NEWSLETTER, a_publication, told, write_files

from newsletter.errors import ContentError
from newsletter.letterhead import Letterhead
from newsletter.publication import choose, load_publication


def problems_of(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a newsletter.yaml."""
    write_files(folder, {"newsletter.yaml": text})
    with pytest.raises(ContentError) as caught:
        load_publication(folder)
    return told(caught.value.problems)


def test_a_publication_keeps_the_order_of_its_languages_and_regions(tmp_path: Path) -> None:
    a_publication(tmp_path)
    publication = load_publication(tmp_path)
    assert publication.languages == ("en", "ar")
    assert list(publication.regions) == ["global", "asia-pacific"]
    assert publication.base == "https://crossings.example.org"
    assert publication.imprint["publisher"]["ar"] == "منظمة عبور"


def test_a_slash_at_the_end_of_the_base_makes_no_difference(tmp_path: Path) -> None:
    write_files(tmp_path, {"newsletter.yaml": NEWSLETTER.replace("example.org\n", "example.org/\n")})
    assert load_publication(tmp_path).base == "https://crossings.example.org"


def test_a_name_may_be_the_same_in_all_languages(tmp_path: Path) -> None:
    write_files(tmp_path, {"newsletter.yaml": NEWSLETTER.replace("{en: Crossings, ar: معابر}", "Crossings")})
    assert choose(load_publication(tmp_path).name, ("ar", "en")) == ("ar", "Crossings")


def test_a_reader_in_mexico_gets_spanish_before_english() -> None:
    publication = a_publication(fallbacks={"en": (), "es-MX": ("es", "en")})
    assert publication.chain("es-MX") == ("es-MX", "es", "en")
    assert choose({"en": "May", "es": "Mayo"}, publication.chain("es-MX")) == ("es", "Mayo")


def test_a_text_for_all_languages_counts_as_the_readers_own() -> None:
    assert choose({"en": "May", "*": "5"}, ("ar", "en")) == ("ar", "5")
    assert choose({"en": "May"}, ("ar",)) is None


def test_a_language_may_stand_in_without_an_edition_of_its_own(tmp_path: Path) -> None:
    write_files(tmp_path, {"newsletter.yaml": NEWSLETTER.replace("ar: [en]", "ar: [fr, en]")})
    assert load_publication(tmp_path).chain("ar") == ("ar", "fr", "en")


def test_languages_that_stand_in_for_each_other_are_a_circle(tmp_path: Path) -> None:
    said = problems_of(tmp_path, NEWSLETTER.replace("en: []", "en: [ar]"))
    assert said == [
        "newsletter.yaml:4: error: languages.en goes round in a circle: en > ar > en (publication)",
        "newsletter.yaml:5: error: languages.ar goes round in a circle: ar > en > ar (publication)",
    ]


def test_a_circle_may_go_through_others(tmp_path: Path) -> None:
    said = problems_of(tmp_path, NEWSLETTER.replace("en: []", "en: [fr]\n  fr: [ar]"))
    assert len(said) == 3
    assert "en > fr > ar > en" in said[0]


def test_a_language_cannot_stand_in_for_itself(tmp_path: Path) -> None:
    assert "circle: en > en" in problems_of(tmp_path, NEWSLETTER.replace("en: []", "en: [en]"))[0]


def test_a_language_stands_in_once(tmp_path: Path) -> None:
    assert "names a language twice" in problems_of(tmp_path, NEWSLETTER.replace("ar: [en]", "ar: [en, en]"))[0]


def test_every_reader_must_find_the_publisher(tmp_path: Path) -> None:
    said = problems_of(tmp_path, NEWSLETTER.replace("ar: [en]", "ar: []").replace(", ar: منظمة عبور", ""))
    assert said == ["newsletter.yaml:11: error: imprint.publisher has no text that readers of ar could have (publication)"]


def test_policies_for_languages_that_are_not_there_are_told(tmp_path: Path) -> None:
    said = problems_of(tmp_path, NEWSLETTER + "dates: {th: {calendar: buddhist}}\ndigits: {fr: latn}\n")
    assert said == [
        "newsletter.yaml:13: error: dates.th is no language of this publication (publication)",
        "newsletter.yaml:14: error: digits.fr is no language of this publication (publication)",
    ]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_publication(tmp_path)
    assert told(caught.value.problems) == ["newsletter.yaml:0: error: cannot be read: No such file or directory (file)"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    said = problems_of(tmp_path, "nme: Crossings\nbase: example.org\nlanguages: {}\nregions: {}\nimprint: {}\n")
    assert len(said) == 7


def letterhead_of(folder: Path, mail: str = "", text: str = NEWSLETTER) -> Letterhead:
    """Return the head of mails of a publication."""
    write_files(folder, {"newsletter.yaml": text + mail})
    return load_publication(folder).letterhead


def test_without_a_word_on_mails_they_come_from_the_publication_and_its_host(tmp_path: Path) -> None:
    assert letterhead_of(tmp_path) == Letterhead(
        names={"en": "Crossings", "ar": "معابر"},
        address="newsletter@crossings.example.org",
        unsubscribe_page="https://crossings.example.org/unsubscribe",
        unsubscribe_address="newsletter@crossings.example.org",
        host="crossings.example.org",
    )


def test_the_editors_address_is_the_senders_until_another_is_given(tmp_path: Path) -> None:
    text = NEWSLETTER + "  email: desk@example.net\n"
    assert letterhead_of(tmp_path, text=text).address == "desk@example.net"
    assert letterhead_of(tmp_path, "mail: {sender: {address: news@example.net}}\n", text).address == "news@example.net"


def test_all_of_a_letterhead_can_be_set(tmp_path: Path) -> None:
    mail = (
        "mail:\n"
        "  sender: {name: {en: The desk}, address: news@example.net}\n"
        "  reply-to: letters@example.net\n"
        "  unsubscribe: {page: https://example.net/leave?l=en, address: leave@example.net}\n"
        "  list: Lists.Example.net\n"
        "  pictures: inline\n"
    )
    assert letterhead_of(tmp_path, mail) == Letterhead(
        {"en": "The desk"},
        "news@example.net",
        "letters@example.net",
        "https://example.net/leave?l=en",
        "leave@example.net",
        "lists.example.net",
        "inline",
    )


def test_a_host_in_another_script_stands_in_a_head_as_servers_know_it(tmp_path: Path) -> None:
    assert letterhead_of(tmp_path, text=NEWSLETTER.replace("crossings.example", "bücher.example")).host == "xn--bcher-kva.example.org"


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ("sender: {address: desk}", "mail.sender.address should be an e-mail address in plain letters, such as news@example.org, not 'desk'"),
        ("sender: {address: bücher@example.org}", "mail.sender.address should be an e-mail address in plain letters"),
        ("reply-to: desk@exämple.org", "mail.reply-to should be an e-mail address in plain letters"),
        ('reply-to: "desk@example.org\\r\\nBcc: all@example.org"', "mail.reply-to should be an e-mail address in plain letters"),
        ('sender: {name: "Desk\\rBcc: all@example.org"}', "mail.sender.name has a character that cannot be seen"),
        ('sender: {name: {en: "Desk\\u2028"}}', "holds the unusable character U+2028"),
        ('sender: {name: {en: "De\\rsk"}}', "mail.sender.name has a character that cannot be seen in en"),
        ("unsubscribe: {page: http://example.org/leave}", "mail.unsubscribe.page should be a web address that begins with https://"),
        ('unsubscribe: {page: "https://exa,mple.org/leave"}', "mail.unsubscribe.page should be a web address that begins with https://"),
        (f"unsubscribe: {{page: https://example.org/{'x' * 900}}}", "mail.unsubscribe.page is longer than 900 characters"),
        ("unsubscribe: {address: leave}", "mail.unsubscribe.address should be an e-mail address in plain letters"),
        ("list: example", "mail.list should be a domain, such as news.example.org, not 'example'"),
        ("list: https://example.org", "mail.list should be a domain, such as news.example.org"),
        ("pictures: both", "mail.pictures should be one of hosted, inline, not 'both'"),
        ("sendr: {}", "the key 'mail.sendr' is not known"),
    ],
)
def test_what_cannot_stand_at_the_head_of_a_mail_is_told_with_its_line(mail: str, expected: str, tmp_path: Path) -> None:
    (said,) = problems_of(tmp_path, f"{NEWSLETTER}mail:\n  {mail}\n")
    assert said.startswith(f"newsletter.yaml:14: error: {expected}")


def test_what_is_written_elsewhere_must_fit_at_the_head_of_a_mail_too(tmp_path: Path) -> None:
    bad_host = NEWSLETTER.replace("//crossings.example.org", "//a(b).example.org")
    assert problems_of(tmp_path, bad_host) == ["newsletter.yaml:2: error: base has a host that cannot stand at the head of a mail (publication)"]
    assert letterhead_of(tmp_path, "mail: {list: example.org, unsubscribe: {page: https://example.org}}\n", bad_host).host == "example.org"
    email = NEWSLETTER + "  email: bücher@example.org\n"
    assert problems_of(tmp_path, email) == [
        "newsletter.yaml:13: error: imprint.email cannot send mail: 'bücher@example.org' has letters that many mail servers refuse (publication)"
    ]
    assert letterhead_of(tmp_path, "mail: {sender: {address: news@example.org}}\n", email).address == "news@example.org"
    name = NEWSLETTER.replace("en: Crossings", 'en: "Cross\\rings"')
    assert problems_of(tmp_path, name) == ["newsletter.yaml:1: error: name has a character that cannot be seen (publication)"]
