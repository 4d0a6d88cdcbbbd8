"""The nouns of a newsletter, as frozen values that know nothing of files, engines or each other's makers.

Every piece of text carries its language and its direction (:class:`Text`, :class:`Inline`, :class:`Block`), so that a
passage shown in another language than its surroundings can always be marked, isolated and set in the right font.
"""

from newsletter.model.issues import Edition, FallbackPolicy, Issue, PrintPlan, Section, SectionPlan, Selection, Slot, SlotState, Waiver
from newsletter.model.markup import Element, Heading, Link, Markup, Run, read_style
from newsletter.model.problems import Problem, Severity, Source
from newsletter.model.proofs import EditionProof, Imprint, Mail, Page, Pdf, Proof
from newsletter.model.stories import Article, Block, Inline, Person, Picture, Story
from newsletter.model.texts import Direction, Language, Text

__all__ = [
    "Article",
    "Block",
    "Direction",
    "Edition",
    "EditionProof",
    "Element",
    "FallbackPolicy",
    "Heading",
    "Imprint",
    "Inline",
    "Issue",
    "Language",
    "Link",
    "Mail",
    "Markup",
    "Page",
    "Pdf",
    "Person",
    "Picture",
    "PrintPlan",
    "Problem",
    "Proof",
    "Run",
    "Section",
    "SectionPlan",
    "Selection",
    "Severity",
    "Slot",
    "SlotState",
    "Source",
    "Story",
    "Text",
    "Waiver",
    "read_style",
]
