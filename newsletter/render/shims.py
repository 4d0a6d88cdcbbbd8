"""Seven repairs of the PDF engine, bound to one version of it.

They wrap functions that are private to WeasyPrint, and are therefore refused for any version but the one that they were
tested with. ``tests/render/test_shims.py`` holds a canary for each, which tells when the engine no longer needs it; the fourth
is held by ``tests/test_editions_in_full.py``.

1. Scripts whose shaping splits or reorders letters cannot be read back from the glyphs (a SARA AM becomes a SARA AA):
   their runs carry their text along (ISO 32000-1, 14.9.4, ActualText). Never Arabic: readers reverse every word then.
2. The engine writes the language of the document only; here every element with ``lang=`` says its own (14.9.2), and what it was
   made for (:mod:`newsletter.render.shims_tags`).
3. The engine writes one conformance level; here PDF/UA-1 stands beside PDF/A in the metadata (ISO 14289-1, 5), and the languages.
4. The engine makes single pages again once it knows the page numbers, and forgets the footnotes that the page before had no
   room for: they were gone from the document. Here each page gets the same notes again (CSS GCPM 3, 2.5).
5. The engine takes letters from glyphs that share a cluster with others (:mod:`newsletter.render.letters`).
6. The engine calls a link inside the document by the name of its target; here it says its own words (ISO 14289-1, 7.18.5).
7. The engine links notes and their mentions neither way; here both (:mod:`newsletter.render.shims_tags`).
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape

import pydyf
import weasyprint
from weasyprint import pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page
from weasyprint.pdf import fonts, stream, tags

from newsletter.errors import NewsletterError
from newsletter.render import letters, shims_tags, word_breaks

VERSION = "70.0"
"""The only version of WeasyPrint that these repairs are for."""

SPLIT_LETTERS = re.compile("[\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts of India and Sri Lanka, Thai, Lao, Burmese, Khmer: left to right, with marks that shaping moves or splits."""

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_UA_DESCRIPTION = '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
_UA_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


@functools.cache
def install() -> None:
    """Put the repairs of functions in place; once a process, however often it is called.

    Raises NewsletterError where another version of the engine is installed.
    """
    if weasyprint.__version__ != VERSION:
        message = f"the PDF engine is WeasyPrint {weasyprint.__version__}; this program is tested with {VERSION} only"
        raise NewsletterError(message)
    stream.Stream.marked = _marked_with_text(stream.Stream.marked)
    fonts.Font.__init__ = letters.font_with_letters(fonts.Font.__init__)
    pdf.build_fonts_dictionary = letters.dictionary_with_letters(pdf.build_fonts_dictionary)
    tags._build_box_tree = shims_tags.tree_with_origins(tags._build_box_tree)  # noqa: SLF001
    pdf.resolve_links = shims_tags.links_with_notes(pdf.resolve_links)
    pdf.add_links = shims_tags.links_with_words(pdf.add_links)
    page.remake_page = _page_with_its_notes(page.remake_page)
    word_breaks.install()


def declare_accessible(document: Any) -> None:
    """Let the metadata of a rendered document say that it conforms to PDF/UA-1 (and describe that to PDF/A), and all its languages."""
    original = document.metadata.generate_rdf_metadata
    languages = "".join(f"<rdf:li>{escape(language)}</rdf:li>" for language in _languages_of(document))
    told = f'<rdf:Description rdf:about="" xmlns:dc="{_DUBLIN_CORE}"><dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language></rdf:Description>'

    def generate(*arguments: Any) -> bytes:
        written: bytes = original(*arguments)
        return written.replace(b"</rdf:RDF>", f"{told if languages else ''}{_UA_DESCRIPTION}{_UA_SCHEMA}</rdf:RDF>".encode())

    document.metadata.generate_rdf_metadata = generate


def _languages_of(document: Any) -> tuple[str, ...]:
    """Return the languages that a document declares for any of its text, its own first (ISO 16684-1, 8.3: dc:language)."""
    root = document.pages[0]._page_box.children[0].element  # noqa: SLF001
    said = (element.get("lang", "") for element in root.iter() if "".join(element.itertext()).strip())
    return tuple(dict.fromkeys(language for language in said if language))


def _marked_with_text(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``Stream.marked``: the engine's marked content, with the text of the run where glyphs cannot tell it."""

    @functools.wraps(original)
    @contextlib.contextmanager
    def marked(self: Any, box: Any, tag: str) -> Iterator[None]:
        is_split = isinstance(box, boxes.TextBox) and SPLIT_LETTERS.search(box.text)
        with original(self, box, tag):
            if is_split and self._tags is not None:
                self.stream[-2]["ActualText"] = pydyf.String(box.text)  # [-1] is the operator, [-2] its properties
            elif is_split:  # no tags: what goes to the press says its words as well
                self.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(box.text)}))
            yield
            if is_split and self._tags is None:
                self.end_marked_content()

    return marked


def _page_with_its_notes(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``remake_page``: a page that is made again begins with the notes that the page before it left over."""

    @functools.wraps(original)
    def remake(index: int, context: Any, *arguments: Any) -> Any:
        left_over = context.__dict__.setdefault("_left_over_notes", {})
        context.reported_footnotes = list(left_over.get(index, ()))
        made = original(index, context, *arguments)
        before, left_over[index + 1] = left_over.get(index + 1, []), list(context.reported_footnotes)
        if before != left_over[index + 1] and made[1] is not None:
            context.page_maker[index + 1][-1]["content_changed"] = True
        return made

    return remake
