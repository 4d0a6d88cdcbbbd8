"""The nouns of a newsletter, as frozen values that know nothing of files, engines or each other's makers.

Every piece of text carries its language and its direction (:class:`Text`, :class:`Inline`, :class:`Block`), so that a
passage shown in another language than its surroundings can always be marked, isolated and set in the right font.
"""

from newsletter.model.issues import Edition, FallbackPolicy, Issue, Section, SectionPlan, Selection, Slot, SlotState, Waiver
from newsletter.model.markup import Heading, Link, Markup
from newsletter.model.problems import Problem, Severity, Source
from newsletter.model.proofs import EditionProof, Mail, Page, Pdf, Proof
from newsletter.model.stories import Article, Block, Inline, Person, Picture, Story
from newsletter.model.texts import Direction, Language, Text

__all__ = [
    "Article",
    "Block",
    "Direction",
    "Edition",
    "EditionProof",
    "FallbackPolicy",
    "Heading",
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
    "Problem",
    "Proof",
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
]
