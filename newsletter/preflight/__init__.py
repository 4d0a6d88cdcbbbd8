"""The rules over a proof: one file each; the docstring is the rule's manual page."""

from newsletter.preflight import (
    alt_text,
    article_language,
    dead_link,
    empty_section,
    fallback_used,
    heading_order,
    hidden_address,
    mail_weight,
    missing_glyph,
    missing_text,
    picture_size,
    preheader_length,
    stale,
    unknown_mjml,
)

RULES = (
    missing_text,
    alt_text,
    fallback_used,
    stale,
    preheader_length,
    mail_weight,
    unknown_mjml,
    missing_glyph,
    picture_size,
    dead_link,
    empty_section,
    hidden_address,
    heading_order,
    article_language,
)
