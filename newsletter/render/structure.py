"""The structure of a PDF as values that can be rearranged, read from the file and written back (ISO 32000-1, 14.7).

In the file an element, its content and its annotations point to one another in five ways, which all have to agree: ``K``, ``P``,
``Pg``, the page's own numbers of its content, and the parent tree. Here an element holds its kids, and that is all; the rest is
worked out when it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

ORIGIN = "/From"
"""The key under which :mod:`newsletter.render.shims_tags` says which element of the document one was made for. Not for readers."""
NOTES = "notes"
"""The origin of what the engine gathers at the foot of a page."""


class Mark(NamedTuple):
    """Some marked content of a page; a leaf of the tree."""

    page: int
    """From 0."""
    number: int


@dataclass(slots=True, eq=False)
class Annotation:
    """A link's own place in the tree; a leaf of it."""

    object: Any
    page: int


@dataclass(slots=True, eq=False)
class Element:
    """An element of the structure. It is changed in place, since a tree has thousands of them."""

    role: str
    kids: list[Element | Mark | Annotation] = field(default_factory=list)
    origin: str = ""
    """Number of the element of the document, and what was generated for it: ``12``, ``12::before``. Empty for runs of text."""
    object: Any = None
    """What it was read from; none for a new one."""

    @property
    def elements(self) -> list[Element]:
        """Return the kids that are elements themselves."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def walk(self) -> Iterator[Element]:
        """Yield the element and all below it, in the order of reading."""
        yield self
        for kid in self.elements:
            yield from kid.walk()

    def leaves(self) -> Iterator[Mark | Annotation]:
        """Yield all content and annotations below the element, in the order of reading."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.leaves()
            else:
                yield kid


def read_structure(pdf: pikepdf.Pdf) -> Element:
    """Return the root of the structure of a tagged PDF, which has no role; what is reached twice is read once."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    seen: set[tuple[int, int]] = set()

    def read(found: Any) -> Element:
        element = Element(str(found.get("/S", "/"))[1:], [], str(found.get(ORIGIN, "")), found)
        page = pages.get(found.Pg.objgen, 0) if "/Pg" in found else 0
        kids = found.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if not isinstance(kid, Dictionary):
                element.kids.append(Mark(page, int(kid)))
            elif "/S" in kid:
                if kid.objgen not in seen:
                    seen.add(kid.objgen)
                    element.kids.append(read(kid))
            elif "/Obj" in kid:
                element.kids.append(Annotation(kid.Obj, pages[kid.Pg.objgen] if "/Pg" in kid else page))
            else:
                element.kids.append(Mark(pages[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)))
        return element

    return read(pdf.Root.StructTreeRoot)


def write_structure(pdf: pikepdf.Pdf, root: Element) -> list[dict[int, Element]]:
    """Write the tree, with all that has to agree with it; annotations that are no longer in it are taken from their pages.

    Return for each page the elements that own its marked content.
    """
    pages = [page.obj for page in pdf.pages]
    owners: list[dict[int, Element]] = [{} for _ in pages]
    annotated: dict[int, Any] = {}
    for element in root.walk():
        if element.object is None:
            element.object = pdf.make_indirect(Dictionary(Type=Name.StructElem))
    for element in root.walk():
        _write(element, pages)
        for kid in element.kids:
            if isinstance(kid, Mark):
                owners[kid.page][kid.number] = element
            elif isinstance(kid, Annotation):
                annotated[int(kid.object.StructParent)] = element.object
    numbers = dict(annotated)
    for page, marks in zip(pages, owners, strict=True):
        if "/StructParents" in page:
            numbers[int(page.StructParents)] = Array([marks[n].object if n in marks else None for n in range(max(marks, default=-1) + 1)])
        if "/Annots" in page:
            kept = [one for one in page.Annots if one.get("/Subtype") != Name.Link or int(one.get("/StructParent", -1)) in annotated]
            page.Annots = Array(kept)
    root.object.ParentTree.Nums = Array([part for key in sorted(numbers) for part in (key, numbers[key])])
    _write_names(pdf, root)
    return owners


def _write(element: Element, pages: list[Any]) -> None:
    """Write one element and how its kids know it; content of another page than the element's own says which."""
    written = element.object
    own = next((leaf.page for leaf in element.leaves()), None)
    kids: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kid.object.P = written
            kids.append(kid.object)
        elif isinstance(kid, Annotation):
            kids.append(Dictionary(Type=Name.OBJR, Obj=kid.object, Pg=pages[kid.page]))
        else:
            kids.append(kid.number if kid.page == own else Dictionary(Type=Name.MCR, Pg=pages[kid.page], MCID=kid.number))
    written.K = Array(kids)
    if element.role:
        written.S = Name(f"/{element.role}")
        if own is not None:
            written.Pg = pages[own]
    if ORIGIN in written:
        del written[ORIGIN]


def _write_names(pdf: pikepdf.Pdf, root: Element) -> None:
    """Write the tree of the elements that have an identifier (14.7.2, IDTree)."""
    named = {bytes(element.object.ID): element.object for element in root.walk() if "/ID" in element.object}
    if named:
        pairs = [part for name in sorted(named) for part in (pikepdf.String(name), named[name])]
        root.object.IDTree = pdf.make_indirect(Dictionary(Names=Array(pairs)))
