"""Debian's Chromium, with the network cut off: what a mail asks for besides its own pictures is told, and fails the test."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

CHROMIUM = "/usr/bin/chromium"
HEIGHT = 900

Pictures = Callable[[str], bytes]
"""What gives the bytes of a picture that a page may ask for; raises OSError where there is none of that address."""


def no_pictures(address: str) -> bytes:
    """Refuse every picture: for pages that carry theirs inside."""
    raise FileNotFoundError(address)


class Window:
    """One page of the browser, used again and again."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._devtools = page.context.new_cdp_session(page)
        self._pictures = no_pictures
        self._are_shown = True
        self._strays: list[str] = []
        page.route("**/*", self._answer)

    def show(
        self,
        html: str,
        pictures: Pictures = no_pictures,
        *,
        are_shown: bool = True,
        scheme: str = "light",
        is_forced_dark: bool = False,
        width: int = 680,
    ) -> None:
        """Show a page and wait for its pictures; raise AssertionError where it asks for anything else.

        Without *are_shown* pictures are refused, as by a reader's program that is told to fetch none. *is_forced_dark* is
        Chromium's own darkening, which stands for programs that darken a mail without asking it.
        """
        self._pictures, self._are_shown, self._strays = pictures, are_shown, []
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self._devtools.send("Emulation.setAutoDarkModeOverride", {"enabled": is_forced_dark})
        self.widen(width)
        if not are_shown:
            self.page.goto("about:blank")  # a document remembers pictures that it has shown
        self.page.set_content(html)
        assert not self._strays, f"the page asks for more than its pictures: {self._strays}"

    def widen(self, width: int) -> None:
        """Give the window another width, in CSS pixels."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a function in JavaScript gives."""
        return self.page.evaluate(script, *arguments)

    def picture(self) -> bytes:
        """Return a PNG of the whole page."""
        return self.page.screenshot(full_page=True, animations="disabled")

    def _answer(self, route: Route) -> None:
        address = route.request.url
        try:
            body = self._pictures(address)
        except OSError:
            self._strays.append(address)
            route.abort()
            return
        if self._are_shown:
            route.fulfill(body=body)
        else:
            route.abort()


@contextlib.contextmanager
def open_window() -> Iterator[Window]:
    """Open the browser, give its window, and close it again."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield Window(browser.new_context().new_page())
        finally:
            browser.close()
