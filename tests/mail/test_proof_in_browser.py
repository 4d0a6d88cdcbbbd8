"""The proof that is sent round, in a browser and from a disk: what a colleague sees, does and hears, by keyboard alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from auditing import with_latin_letters
from axe_playwright_python.base import AXE_SCRIPT
from browser import CHROMIUM
from mailroom import ROOT
from playwright.sync_api import Browser, BrowserContext, Frame, Page, sync_playwright

from newsletter.jobs import Request
from newsletter.press import build
from newsletter.render.material import load_look
from newsletter.report import SHEET

pytestmark = pytest.mark.heavy

GROUND = load_look((ROOT / "templates",))["colours"]["desk"]
LIGHT, DARK = ("rgb({}, {}, {})".format(*bytes.fromhex(GROUND[scheme].removeprefix("#"))) for scheme in ("light", "dark"))
"""The ground of the mails."""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the proof of the sample issue."""
    from concurrent.futures import ThreadPoolExecutor

    request = Request(ROOT / "issues/2022-07.yaml", ROOT, tmp_path_factory.mktemp("out"), pieces=("mail",))
    return build(request, lambda: ThreadPoolExecutor(1)).folder / SHEET


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


class Desk:
    """A colleague's browser with the proof open in it. Whatever it asks for besides the file, and every complaint, is noted."""

    def __init__(self, browser: Browser, sheet: Path, language: str = "en-GB", **facts: object) -> None:
        options = {"viewport": {"width": 1280, "height": 800}, "locale": language, **facts}
        self.context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.open(sheet)

    def open(self, sheet: Path) -> None:
        """Open the file, and wait for its mails."""
        self.page.goto(sheet.as_uri())
        self.wait()

    def wait(self) -> None:
        """Wait for every mail that is shown to stand there at its full height, its numbers beside it."""
        self.page.wait_for_function(
            """() => document.documentElement.dataset.part !== "mail" || [...document.querySelectorAll(".edition:not([hidden]) iframe")].every((frame) => {
                const page = frame.contentDocument;
                return page?.readyState === "complete" && page.body?.childElementCount && frame.offsetHeight > 1000;
            })"""
        )

    def mail(self, tag: str) -> Frame:
        """Return an edition's frame."""
        frame = self.page.locator(f"#edition-{tag} iframe").element_handle().content_frame()
        assert frame is not None
        return frame

    def choose(self, name: str, value: str) -> None:
        """Choose something in the view, as somebody with a mouse does."""
        self.page.locator(f"label:has([name={name}][value={value}])").click()
        self.wait()

    def focused(self) -> str:
        """Return what has the keyboard: an id, a place, or a name and value."""
        return str(
            self.page.evaluate(
                """() => { const {id, name, value, dataset, className, tagName} = document.activeElement;
                return id || dataset.place || (name && `${name} ${value}`) || className || tagName; }"""
            )
        )

    def tab_to(self, aim: str, presses: int = 90) -> None:
        """Press the tabulator until something has the keyboard."""
        for _ in range(presses):
            self.page.keyboard.press("Tab")
            if self.focused() == aim:
                return
        raise AssertionError(f"{aim} cannot be reached by keyboard")

    def notes(self) -> list[str]:
        """Return the notes as they are listed."""
        return [" ".join(text.split()) for text in self.page.locator("#list li").all_inner_texts()]


@pytest.fixture
def desk(browser: Browser, sheet: Path) -> Iterator[Desk]:
    opened = Desk(browser, sheet)
    yield opened
    opened.context.close()


def opened(browser: Browser, sheet: Path, language: str = "en-GB", **facts: object) -> Desk:
    return Desk(browser, sheet, language, **facts)


def ground(frame: Frame) -> str:
    return str(frame.evaluate("() => getComputedStyle(document.body).backgroundColor"))


def test_nothing_is_asked_for_and_nothing_goes_wrong(desk: Desk, sheet: Path) -> None:
    for name, value in [("ground", "dark"), ("pictures", "off"), ("width", "desktop"), ("part", "text"), ("part", "inbox")]:
        desk.choose(name, value)
    assert {url for url in desk.asked if not url.startswith(("data:", "about:"))} == {sheet.as_uri()}
    assert desk.complaints == []


def test_every_edition_shows_its_mail_at_its_full_height(desk: Desk) -> None:
    for tag, headline in [("en", "Crossings"), ("ar", "معابر"), ("th", "ข้ามแดน")]:
        frame = desk.mail(tag)
        assert frame.locator("h1").inner_text() == headline
        assert frame.evaluate("() => document.documentElement.scrollHeight - innerHeight") == 0
        assert frame.evaluate("() => [...document.images].every((image) => image.naturalWidth > 100)")


def test_the_ground_is_chosen_and_does_not_follow_the_browser(browser: Browser, sheet: Path) -> None:
    for scheme in ("light", "dark"):
        desk = opened(browser, sheet, color_scheme=scheme)
        assert [ground(desk.mail(tag)) for tag in ("en", "ar")] == [LIGHT, LIGHT]
        desk.choose("ground", "dark")
        assert [ground(desk.mail(tag)) for tag in ("en", "ar")] == [DARK, DARK]
        desk.context.close()


def test_without_pictures_their_alt_texts_are_shown(desk: Desk) -> None:
    desk.choose("pictures", "off")
    frame = desk.mail("ar")
    assert frame.evaluate("() => [...document.images].every((image) => image.naturalWidth === 0)")
    assert "تايلاند" in frame.locator("img").first.get_attribute("alt")  # type: ignore[operator]
    assert all(height < 120 for height in frame.evaluate("() => [...document.images].map((image) => image.offsetHeight)"))


def test_the_widths_are_those_of_a_phone_and_of_a_desktop(desk: Desk) -> None:
    assert desk.mail("en").evaluate("() => innerWidth") == 375
    desk.choose("width", "desktop")
    assert desk.mail("en").evaluate("() => innerWidth") == 680


def test_numbers_stand_beside_their_passages_and_never_on_each_other(desk: Desk) -> None:
    for width in ("phone", "desktop"):
        desk.choose("width", width)
        places = desk.page.evaluate(
            """() => [...document.querySelectorAll("#edition-ar .numbers .number:not([hidden])")].map((button) => {
                const passage = document.querySelector("#edition-ar iframe").contentDocument.querySelector(`[data-proof="${button.textContent}"]`);
                return [parseFloat(button.style.insetBlockStart), passage.getBoundingClientRect().top];
            })"""
        )
        assert len(places) > 40
        assert all(abs(own - passage) < 60 for own, passage in places)
        tops = sorted(own for own, _ in places)
        assert all(later - before >= 24 for before, later in itertools.pairwise(tops))


def test_editions_can_be_left_out(desk: Desk) -> None:
    desk.page.locator("label:has([value=th])").click()
    assert not desk.page.locator("#edition-th").is_visible()
    assert desk.page.locator("#edition-ar").is_visible()


def test_inboxes_cut_off_what_is_too_long(desk: Desk) -> None:
    desk.choose("part", "inbox")
    letter = desk.page.locator(".letter").first
    assert letter.locator(".sender bdi").inner_text() == "Crossings"
    subject, preheader = (letter.locator(name) for name in (".subject", ".preheader"))
    assert subject.evaluate("(line) => line.scrollWidth > line.clientWidth && getComputedStyle(line).textOverflow") == "ellipsis"
    assert preheader.evaluate("(line) => Math.round(line.clientHeight / parseFloat(getComputedStyle(line).lineHeight))") == 2
    assert desk.page.locator(".letter[data-edition=ar] .subject").evaluate("(line) => getComputedStyle(line).direction") == "rtl"


def test_a_mail_leads_nowhere_and_runs_nothing(browser: Browser, sheet: Path, tmp_path: Path) -> None:
    evil = '<script>document.title = "evil"</script><img src=x onerror="parent.document.title = 1"><p>'
    hostile = tmp_path / SHEET
    text = sheet.read_text("utf-8")
    opening = "\\u003ch1 "
    assert opening in text
    hostile.write_text(text.replace(opening, evil.replace("<", "\\u003c").replace('"', '\\"') + opening), "utf-8")
    desk = opened(browser, hostile)
    desk.mail("en").evaluate("() => { for (const link of [...document.links]) link.click(); }")
    desk.mail("en").locator("a", has_text="Read more").first.click()
    desk.page.wait_for_timeout(200)
    assert desk.mail("en").url == "about:srcdoc"
    assert len(desk.context.pages) == 1
    assert "evil" not in desk.page.title() + str(desk.mail("en").evaluate("() => document.title"))
    assert [url for url in desk.asked if url.startswith("http")] == []
    desk.context.close()


def test_everything_is_done_by_keyboard_alone(browser: Browser, sheet: Path) -> None:
    desk = opened(browser, sheet, permissions=["clipboard-read", "clipboard-write"])
    page, press = desk.page, desk.page.keyboard.press
    desk.tab_to("language")
    desk.tab_to("part mail")
    desk.tab_to("width phone")
    press("ArrowRight")
    desk.tab_to("ground light")
    press("ArrowRight")
    desk.tab_to("pictures on")
    desk.tab_to("edition th")
    press("Space")
    desk.tab_to("numbers on")
    desk.wait()
    assert desk.mail("en").evaluate("() => innerWidth") == 680
    assert ground(desk.mail("en")) == DARK
    assert not page.locator("#edition-th").is_visible()

    desk.tab_to("stage")
    desk.tab_to("ar 3")
    press("End")
    press("Home")
    for _ in range(4):
        press("ArrowDown")
    chosen = desk.focused()
    press("Enter")
    assert desk.focused() == "note"
    page.keyboard.type("Wrong word")
    desk.tab_to("main", 1)
    press("Enter")
    assert desk.notes()[0].endswith("Wrong word Remove")
    assert desk.notes()[0].startswith(chosen)
    desk.tab_to("copy")
    press("Enter")
    page.wait_for_function("() => document.getElementById('said').textContent")
    copied = page.evaluate("() => navigator.clipboard.readText()").split("\n")
    assert copied[0].startswith("Proof: Crossings 2022-07, Version ")
    assert copied[2] == chosen
    assert copied[3].startswith("“")
    assert copied[4] == "Wrong word"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert desk.notes() == []
    desk.context.close()


def test_what_has_the_keyboard_can_be_seen(desk: Desk) -> None:
    unseen = []
    for _ in range(60):
        desk.page.keyboard.press("Tab")
        shown = desk.page.evaluate(
            """() => [document.activeElement, document.activeElement.closest("label")].filter(Boolean)
                .some((element) => parseFloat(getComputedStyle(element).outlineWidth) >= 2 && getComputedStyle(element).outlineStyle !== "none")"""
        )
        if not shown:
            unseen.append(desk.focused())
    assert unseen == []


def test_a_place_is_typed_in_any_digits_and_a_wrong_one_is_told(desk: Desk) -> None:
    said = desk.page.locator("#place-words")
    words = {}
    for typed in ("ar 14", "AR14", "ar ١٤", "ar ๑๔"):
        desk.page.fill("#place", typed)
        words[typed] = said.inner_text()
    assert len(set(words.values())) == 1
    assert re.search(r"[\u0600-\u06ff]", words["ar 14"])
    assert said.get_attribute("dir") == "rtl"
    desk.page.fill("#place", "ar 999")
    assert said.inner_text() == "No passage has this number."
    desk.page.fill("#note", "Something")
    desk.page.locator("#writing button").click()
    assert desk.notes() == []


def test_notes_are_kept_saved_and_printed(desk: Desk, sheet: Path) -> None:
    for place, note in [("en 1", "Too long <b>"), ("ar 14", "كلمة خطأ")]:
        desk.page.fill("#place", place)
        desk.page.fill("#note", note)
        desk.page.keyboard.press("Tab")
        desk.page.keyboard.press("Enter")
    desk.open(sheet)
    assert [note.split()[:2] for note in desk.notes()] == [["en", "1"], ["ar", "14"]]
    assert "Too long <b>" in desk.notes()[0]
    with desk.page.expect_download() as saving:
        desk.page.locator("#save").click()
    text = saving.value.path().read_text("utf-8")
    assert saving.value.suggested_filename.startswith("notes-2022-07-")
    assert "en 1\n“Thailand signs, Chiapas listens: the July issue”\nToo long <b>\n" in text
    assert text.endswith("كلمة خطأ\n")
    desk.page.emulate_media(media="print")
    assert desk.page.locator("#list li").last.is_visible()
    assert not any(desk.page.locator(part).is_visible() for part in ("#view", "#stage", "#problems", "#sizes", "#clients", "#writing", "#copy"))


def test_a_browser_that_keeps_nothing_says_so_and_works(browser: Browser, sheet: Path) -> None:
    context = browser.new_context(locale="en-GB")
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})")
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page = context.new_page()
    page.goto(sheet.as_uri())
    page.fill("#place", "en 3")
    page.fill("#note", "A note")
    page.locator("#writing button").click()
    assert page.locator("#kept").inner_text().startswith("This browser keeps no notes")
    page.locator("#copy").click()
    assert "A note" in page.locator("#out").input_value()
    assert page.evaluate("() => document.activeElement.selectionEnd") > 20
    context.close()


def test_a_problem_leads_to_its_entry_and_the_entry_back(desk: Desk) -> None:
    badge = desk.page.locator("#edition-ar .drawn .badge").first
    number = badge.inner_text()
    place = badge.get_attribute("data-at")
    headline = desk.mail("ar").locator(f'[data-proof="{place}"]')
    assert (
        abs(badge.evaluate("(badge) => parseFloat(badge.style.insetBlockStart)") - headline.evaluate("(it) => it.getBoundingClientRect().top")) < 60
    )
    badge.focus()
    desk.page.keyboard.press("Enter")
    entry = desk.page.locator(f"#problem-{number}")
    assert entry.evaluate("(entry) => entry === document.querySelector(':target')")
    assert "fallback-used" in entry.inner_text()
    desk.choose("part", "text")
    entry.locator(".back").first.click()
    desk.wait()
    assert badge.evaluate("(badge) => badge === document.activeElement")
    box = badge.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 800


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_no_barrier(browser: Browser, sheet: Path, tmp_path: Path, language: str, scheme: str) -> None:
    latin = tmp_path / SHEET
    latin.write_text(with_latin_letters(sheet.read_text("utf-8")), "utf-8")  # axe passes over the colours of Arabic words
    found = []
    for file, rules in ((sheet, []), (latin, ["color-contrast"])):
        desk = opened(browser, file, language, color_scheme=scheme)
        assert desk.page.evaluate("() => document.documentElement.lang") == language
        desk.page.fill("#place", "ar 14")
        desk.page.fill("#note", "كلمة")
        desk.page.locator("#writing button").click()
        desk.page.locator("#clients summary").first.click()
        desk.choose("ground", scheme)
        found += barriers(desk, *rules)
        for part in ("text", "inbox"):
            desk.choose("part", part)
            found += barriers(desk, *rules, within="#stage")
        desk.context.close()
    assert found == []


def barriers(desk: Desk, *rules: str, within: str = "html") -> list[str]:
    """Return what axe finds on the page itself, by some of its rules or by all; mails are audited for themselves."""
    if not desk.page.evaluate("() => 'axe' in window"):
        desk.page.evaluate(AXE_SCRIPT)
    options = {"iframes": False, "resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    return list(
        desk.page.evaluate(
            """async ([within, options]) => (await axe.run(within, options)).violations
                .flatMap(({id, nodes}) => nodes.map(({html, any}) => `${id}: ${html.slice(0, 200)} ${any.map(({message}) => message)}`))""",
            [within, options],
        )
    )


def test_axe_would_find_a_barrier(desk: Desk) -> None:
    desk.page.evaluate("() => document.querySelector('label[for=place]').remove()")
    assert {barrier.split(":")[0] for barrier in barriers(desk)} == {"label", "label-title-only"}


@pytest.mark.parametrize(("language", "direction", "word"), [("ar", "rtl", "ملاحظاتك"), ("th-TH", "ltr", "บันทึกของคุณ"), ("fr", "ltr", "Vos notes")])
def test_the_page_speaks_the_language_of_its_reader(browser: Browser, sheet: Path, language: str, direction: str, word: str) -> None:
    desk = opened(browser, sheet, language)
    assert desk.page.locator("#notes-name").inner_text() == word
    assert desk.page.evaluate("() => getComputedStyle(document.body).direction") == direction
    assert desk.page.locator(".edition").first.get_attribute("data-edition") == language[:2]
    desk.page.select_option("#language", "es")
    assert desk.page.locator("#notes-name").inner_text() == "Sus notas"
    desk.open(sheet)
    assert desk.page.locator("#notes-name").inner_text() == "Sus notas"
    desk.context.close()


def test_who_reads_another_language_gets_the_first_edition(browser: Browser, sheet: Path) -> None:
    desk = opened(browser, sheet, "sw")
    assert desk.page.evaluate("() => document.documentElement.lang") == "en"
    desk.context.close()


def test_no_page_is_wider_than_its_screen(browser: Browser, sheet: Path) -> None:
    for language in ("en", "ar"):
        desk = opened(browser, sheet, language)
        for width in (1280, 768, 390, 320):
            desk.page.set_viewport_size({"width": width, "height": 800})
            assert desk.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, (width, language)
        desk.context.close()


def test_without_scripts_a_sentence_says_so_and_the_rest_can_be_read(browser: Browser, sheet: Path) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(sheet.as_uri())
    assert page.locator(".noscript").is_visible()
    assert not any(page.locator(part).first.is_visible() for part in ("#view", "#notes", "iframe", ".number", "#language"))
    assert all(page.locator(part).first.is_visible() for part in ("#edition-ar .plain", ".letter", ".problem", ".sizes", ".grid"))
    context.close()
