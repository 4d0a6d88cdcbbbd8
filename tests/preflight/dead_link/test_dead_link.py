"""Links inside the issue lead somewhere."""

from __future__ import annotations

from values import a_mail, a_page, a_proof, told

from newsletter.preflight.dead_link import check

PAGE = '<h1 id="a-bridge">A bridge</h1><a href="#a-bridge">read</a><a href="https://example.org/#x">elsewhere</a>'
BASE = "https://crossings.example.org/2022-07/en/page.html"


def test_links_to_anchors_that_are_there_pass() -> None:
    mail = a_mail(f'<a href="{BASE}#a-bridge">read</a><a href="{BASE}">all</a><a href="https://other.org/2022-07/ar/page.html#x">other</a>')
    assert told(check(a_proof(page=a_page(PAGE), mail=mail))) == []


def test_an_anchor_in_another_script_may_be_encoded() -> None:
    assert told(check(a_proof(page=a_page('<h2 id="جسر">x</h2><a href="#%D8%AC%D8%B3%D8%B1">y</a>')))) == []


def test_links_to_anchors_that_are_not_there_fail() -> None:
    mail = a_mail(f'<a href="{BASE}#a-road">read</a>')
    assert told(check(a_proof(page=a_page(PAGE + '<a href="#a-road">the road</a>'), mail=mail))) == [
        "2022-07.yaml:1: error: the en mail links to #a-road, which is not on the page (dead-link)",
        "2022-07.yaml:1: error: the en page links to #a-road, which is not on it ('the road') (dead-link)",
    ]


def test_without_a_page_nothing_is_said() -> None:
    assert told(check(a_proof(mail=a_mail(f'<a href="{BASE}#a-road">read</a>')))) == []
