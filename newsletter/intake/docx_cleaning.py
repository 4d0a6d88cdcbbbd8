"""A Word file made ready for mammoth: what it cannot carry is settled here, told, and marked by bookmarks of our own.

Tracked changes are carried out, comments, hidden text and fields without words left out. A bookmark at the beginning of each
paragraph (``p7``), wherever the declared language changes (``l2``) and where a drawing stood (``d0``) names what this module
knows of it; the file's own bookmarks go. Only elements that are known to hold words survive.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from newsletter.intake.docx_drawings import alternative_of, find_drawings, frames_of, is_rule
from newsletter.intake.docx_fields import MOST_OPEN, bookmark, by_id, only_fields, sign_of, span_of, write_field
from newsletter.intake.docx_languages import plain_tag
from newsletter.intake.docx_losses import Doubts, shorten
from newsletter.intake.docx_marks import Mark, Marks
from newsletter.intake.docx_package import Package, Part, R, W, text_of
from newsletter.intake.docx_styles import Declared, Numbering, Role, Styles, flag_of, value_of

_RUNS_ON = "runs-on"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_AS_THEY_ARE = frozenset({f"{W}{name}" for name in ("t", "tab", "noBreakHyphen", "softHyphen", "instrText")})
_DROPPED = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "bookmarkStart", "bookmarkEnd", "proofErr", "sdtPr", "rt", "delText")
)


def clean_package(package: Package, doubts: Doubts) -> tuple[dict[str, Element], Marks]:
    """Return the trees of the text (``document``, ``footnotes``, ``endnotes``) for mammoth, and what their marks stand for."""
    return _Cleaner(package, doubts).clean()


class _Cleaner:
    """Goes through the trees once, from top to bottom."""

    def __init__(self, package: Package, doubts: Doubts) -> None:
        self.package, self.tell = package, doubts.tell
        self.styles, self.numbering = Styles(package.root("styles")), Numbering(package.root("numbering"))
        self.marks = Marks(assumed=plain_tag(self.styles.assumed.plain))
        self.comments = by_id(package.root("comments"), "comment")
        self.known_notes = {kind: by_id(package.root(f"{kind}s"), kind) for kind in ("footnote", "endnote")}
        self.part: Part = package.document
        self.count = self.place = self.open_fields = 0
        self.declared: dict[Declared, int] = {}
        self.current: Declared | None = None
        self.properties: Element | None = None
        self.ways: dict[str, Callable[[Element], list[Element]]] = {
            f"{W}p": self.paragraph,
            f"{W}r": self.run,
            f"{W}tbl": self.table,
            f"{W}tr": self.row,
            f"{W}tc": self.cell,
            f"{W}hyperlink": self.hyperlink,
            f"{W}fldSimple": self.field,
            f"{W}fldChar": self.field_mark,
            f"{W}sdt": self.control,
            f"{W}sym": self.symbol,
            f"{W}br": self.line_break,
            f"{W}cr": self.line_break,
            f"{W}footnoteReference": self.note,
            f"{W}endnoteReference": self.note,
            f"{W}drawing": self.drawing,
            f"{W}pict": self.drawing,
            f"{W}object": self.drawing,
            **dict.fromkeys((f"{W}ins", f"{W}moveTo"), self.insertion),
            **dict.fromkeys((f"{W}del", f"{W}moveFrom"), self.deletion),
            **dict.fromkeys((f"{W}altChunk", f"{W}subDoc"), self.foreign_part),
            **dict.fromkeys((f"{_MATH}oMath", f"{_MATH}oMathPara"), self.formula),
            f"{W}commentReference": self.comment,
            "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent": lambda element: self.inside(alternative_of(element)),
        }

    def clean(self) -> tuple[dict[str, Element], Marks]:
        body = Element(f"{W}body")
        body.extend(self.inside(self.package.document.root.find(f"{W}body")))
        trees = {"document": Element(f"{W}document")}
        trees["document"].append(body)
        for kind in ("footnote", "endnote"):
            for part in self.package.parts.get(f"{kind}s", ())[:1]:
                trees[f"{kind}s"] = self.notes(part, kind)
        return trees, self.marks

    def notes(self, part: Part, kind: str) -> Element:
        """Clean the notes that the text points to, and tell the others."""
        root, self.part = Element(part.root.tag), part
        for key, note in self.known_notes[kind].items():
            if note.get(f"{W}type") in {"separator", "continuationSeparator", "continuationNotice"}:
                continue
            if (kind, key) not in self.marks.notes:
                if text_of(note):
                    self.tell(0, "lost-reference", shorten(text_of(note)))
                continue
            self.place = self.marks.notes[kind, key]
            SubElement(root, note.tag, {f"{W}id": key}).extend(self.inside(note))
        return root

    def inside(self, element: Element | None) -> list[Element]:
        """Return what stands in an element, cleaned; a paragraph whose end was deleted runs on into the next (17.13.5.15)."""
        found: list[Element] = []
        for child in element if element is not None else ():
            for cleaned in self.one(child):
                if cleaned.tag == f"{W}p" and found and found[-1].attrib.pop(_RUNS_ON, ""):
                    found[-1][0] = cleaned[0]
                    found[-1].extend(cleaned[1:])
                    found[-1].attrib.update(cleaned.attrib)
                else:
                    found.append(cleaned)
        return found

    def one(self, element: Element) -> list[Element]:
        if element.tag in _DROPPED:
            return []
        if element.tag in _AS_THEY_ARE:
            return [element]
        return self.ways.get(element.tag, self.inside)(element)

    def paragraph(self, element: Element) -> list[Element]:
        outer = (self.place, self.properties)
        if self.part is self.package.document:
            self.count += 1
            self.place = self.count
        self.current, self.properties = None, element.find(f"{W}pPr")
        properties = self.properties
        listed = self.styles.list_of(properties)
        role = Role("separator") if any(is_rule(part) for part in element.iter()) else self.styles.role(properties)
        if role.name == "contents":
            self.tell(self.place, "contents")
            self.place, self.properties = outer
            return []
        entry = self.numbering.count(*listed) if listed else None
        if entry and entry.order and entry.form not in {"decimal", "decimalZero"} and "ecimal" not in entry.form:
            self.tell(self.place, "list-form", "letters" if "etter" in entry.form else "other numerals")
        self.marks.paragraphs.append(Mark(self.place, role, entry))
        cleaned = Element(element.tag)
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom")):
            cleaned.set(_RUNS_ON, "1")
        cleaned.append(bookmark("p", len(self.marks.paragraphs) - 1))
        cleaned.extend(self.inside(element))
        self.place, self.properties = outer
        self.current = None
        return [cleaned]

    def run(self, element: Element) -> list[Element]:
        own = element.find(f"{W}rPr")
        text = text_of(element)
        if self.styles.flag(own, "vanish"):
            if text:
                self.tell(self.place, "hidden-text", shorten(text))
            return only_fields(element, self.field_mark)
        declared = self.styles.declared(own, self.properties)
        self.marks.count("".join(part.text or "" for part in element.findall(f"{W}t")), declared)
        cleaned = Element(element.tag)
        if properties := self.formatting(own, text):
            SubElement(cleaned, f"{W}rPr").extend(properties)
        cleaned.extend(self.inside(element))
        if declared == self.current:
            return [cleaned]
        self.current = declared
        if declared not in self.declared:
            self.declared[declared] = len(self.marks.declared)
            self.marks.declared.append(declared)
        return [bookmark("l", self.declared[declared]), cleaned]

    def formatting(self, own: Element | None, text: str) -> list[Element]:
        """Return bold and italic as mammoth reads them; tell what an article has no form for."""
        is_complex = bool(flag_of(own, "rtl") or flag_of(own, "cs"))
        found = [name for name in ("b", "i") if self.styles.flag(own, name) or (is_complex and self.styles.flag(own, f"{name}Cs"))]
        if text and (self.styles.flag(own, "strike") or self.styles.flag(own, "dstrike")):
            self.tell(self.place, "struck", shorten(text))
        if text and value_of(own, "vertAlign") in {"superscript", "subscript"} and not text.isspace():
            self.tell(self.place, "raised", shorten(text))
        return [Element(f"{W}{name}") for name in found]

    def table(self, element: Element) -> list[Element]:
        place = self.count + 1
        rows = [row for row in self.inside(element) if row.tag == f"{W}tr"]
        look = element.find(f"{W}tblPr/{W}tblLook")
        names_none = look is not None and look.get(f"{W}firstRow") in {"0", "false"}
        if len(rows) > 1 and sum(map(len, rows)) > len(rows) and not names_none and not any(row.find(f"{W}trPr") is not None for row in rows):
            self.tell(place, "table-headings")
            SubElement(SubElement(rows[0], f"{W}trPr"), f"{W}tblHeader")
        element[:] = rows
        return [element] if rows else []

    def row(self, element: Element) -> list[Element]:
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            return self.deletion(element)
        cleaned = Element(element.tag)
        cleaned.extend(cell for cell in self.inside(element) if cell.tag == f"{W}tc")
        if not len(cleaned):
            return []
        if flag_of(properties, "tblHeader"):
            SubElement(SubElement(cleaned, f"{W}trPr"), f"{W}tblHeader")
        return [cleaned]

    def cell(self, element: Element) -> list[Element]:
        properties = element.find(f"{W}tcPr")
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            return self.deletion(element)
        cleaned = Element(element.tag)
        cleaned.extend([span_of(properties), *self.inside(element)])
        return [cleaned]

    def hyperlink(self, element: Element) -> list[Element]:
        relation = self.part.relations.get(element.get(f"{R}id", ""))
        cleaned = Element(element.tag)
        cleaned.extend(self.inside(element))
        if relation and relation.is_external:
            cleaned.set(f"{R}id", element.get(f"{R}id", ""))
        elif element.get(f"{W}anchor"):
            self.tell(self.place, "anchor", shorten(text_of(element)))
        elif element.get(f"{R}id"):
            self.tell(self.place, "lost-link", shorten(text_of(element)))
        return [cleaned]

    def field_mark(self, element: Element) -> list[Element]:
        """Keep the marks of fields that close what is open."""
        step = {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType", ""), 0)
        if not (0 <= self.open_fields + step <= MOST_OPEN) or (step == 0 and not self.open_fields):
            return []
        self.open_fields += step
        return [element]

    def field(self, element: Element) -> list[Element]:
        return write_field(element, self.inside(element))

    def control(self, element: Element) -> list[Element]:
        """Take the words of a form's field, unless Word put them there itself."""
        properties = element.find(f"{W}sdtPr")
        gallery = properties.find(f"{W}docPartObj/{W}docPartGallery") if properties is not None else None
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            self.count += sum(1 for _ in element.iter(f"{W}p"))
            self.tell(self.count, "contents")
            return []
        if flag_of(properties, "showingPlcHdr"):
            self.count += sum(1 for _ in element.iter(f"{W}p"))
            return []
        return self.inside(element.find(f"{W}sdtContent"))

    def symbol(self, element: Element) -> list[Element]:
        cleaned = Element(f"{W}t")
        cleaned.text = sign_of(element)
        if cleaned.text:
            return [cleaned]
        self.tell(self.place, "lost-symbol")
        return []

    def line_break(self, element: Element) -> list[Element]:
        return [Element(f"{W}br")] if element.get(f"{W}type", "textWrapping") == "textWrapping" else []

    def note(self, element: Element) -> list[Element]:
        kind, key = element.tag.removeprefix(W).removesuffix("Reference"), element.get(f"{W}id", "")
        if key not in self.known_notes[kind] or self.part is not self.package.document:
            self.tell(self.place, "lost-note")
            return []
        self.marks.notes.setdefault((kind, key), self.place)
        return [Element(element.tag, {f"{W}id": key})]

    def drawing(self, element: Element) -> list[Element]:
        """Put marks in the place of pictures, and the words of text boxes after the paragraph."""
        cleaned = []
        for found in find_drawings(element, self.part, self.place, self.tell):
            self.marks.drawings.append(found)
            cleaned.append(bookmark("d", len(self.marks.drawings) - 1))
        for frame in frames_of(element):
            self.tell(self.count + 1, "text-box")
            boxed = Element(f"{W}pict")
            boxed.extend(self.inside(frame))
            cleaned.append(boxed)
        return cleaned

    def tell_change(self, rule: str, element: Element) -> None:
        if text := text_of(element):
            self.tell(self.place or self.count + 1, rule, shorten(text))

    def insertion(self, element: Element) -> list[Element]:
        self.tell_change("insertion", element)
        return self.inside(element)

    def deletion(self, element: Element) -> list[Element]:
        self.tell_change("deletion", element)
        self.count += sum(1 for _ in element.iter(f"{W}p"))
        return []

    def foreign_part(self, _: Element) -> list[Element]:
        self.tell(self.place or self.count, "lost-part")
        return []

    def formula(self, element: Element) -> list[Element]:
        self.tell(self.place, "lost-formula", shorten(text_of(element)))
        return []

    def comment(self, element: Element) -> list[Element]:
        comment = self.comments.get(element.get(f"{W}id", ""))
        self.tell(self.place, "comment", shorten(text_of(comment) if comment is not None else ""))
        return []
