"""Header fields of a mail, folded as the standards want them where the standard library does otherwise.

It cuts encoded words inside a letter, and encodes the web addresses of long List-* fields, which unsubscribes nobody.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable, Iterator, Sequence
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from typing import Any

_LINE = 78
"""Characters that a line should have at most (RFC 5322, 2.1.1)."""
_WORD = 75
"""Characters that an encoded word may have (RFC 2047, 2)."""
_SHELL = len("=?utf-8?b??=")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
"""What needs no encoding in any encoded word, those of names included (RFC 2047, 5)."""
_ATOMS = _PLAIN | frozenset(b" #$%&'=?^_`{|}~")


class _Field(BaseHeader):
    """A field whose value is kept as it was given: nothing in it is decoded, for a subject may look like an encoded word."""

    max_count = 1

    @classmethod
    def parse(cls, value: Any, facts: dict[str, Any]) -> None:
        """Keep the value (the standard library's interface for classes of fields)."""
        facts["parse_tree"], facts["decoded"] = value, str(value)


class WordsField(_Field):
    """Running words, such as a subject."""

    def fold(self, *, policy: Policy) -> str:
        """Return the field, in encoded words where it needs them."""
        text = str(self)
        if text.isascii() and "=?" not in text and max(map(len, text.split(" "))) <= _LINE - len(self.name) - 2:
            return _lay(self.name, text.split(" "), policy.linesep)
        return _lay(self.name, encode_words(text, len(self.name) + 2), policy.linesep)


class AddressField(_Field):
    """One address with a name."""

    _parse_tree: Address

    def fold(self, *, policy: Policy) -> str:
        """Return the field; only the name is ever encoded (RFC 2047, 5)."""
        shown, address = self._parse_tree.display_name, self._parse_tree.addr_spec
        if not shown:
            return _lay(self.name, [address], policy.linesep)
        if not shown.isascii() or "=?" in shown or len(shown) > _LINE - 4:
            words: Sequence[str] = encode_words(shown, len(self.name) + 2)
        else:
            escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
            words = [shown] if set(shown.encode()) <= _ATOMS else [f'"{escaped}"']
        return _lay(self.name, [*words, f"<{address}>"], policy.linesep)


class PlainField(_Field):
    """A field that is never encoded, and folded at its spaces only: List-* (RFC 2369, RFC 8058), identifiers, all of MIME."""

    def fold(self, *, policy: Policy) -> str:
        """Return the field."""
        return _lay(self.name, str(self).split(" "), policy.linesep)


def make_policy() -> EmailPolicy[EmailMessage]:
    """Return the standard library's policy for SMTP, with our fields in place of its own."""
    registry = HeaderRegistry(default_class=PlainField, use_default_map=False)  # type: ignore[arg-type]  # asks for less than its stubs
    for name in ("from", "to", "reply-to"):
        registry.map_to_type(name, AddressField)
    registry.map_to_type("subject", WordsField)
    return SMTP.clone(header_factory=registry, cte_type="7bit")


def encode_words(text: str, before: int = 0) -> list[str]:
    """Return *text* as encoded words (RFC 2047), cut between letters as readers count them (UAX #29).

    *before* characters stand before the first of them on its line. Of the two encodings the shorter is taken.
    """
    letters = _letters(text)
    packed = [list(_pack(letters, kind, encode, before)) for kind, encode in (("q", _quote), ("b", _base64))]
    return min(packed, key=lambda words: sum(map(len, words)))


def _letters(text: str) -> list[str]:
    from icu4py.breakers import CharacterBreaker  # noqa: PLC0415  its data are large, and a subject may be ASCII

    ends = [end for _, end in CharacterBreaker(text, "root").segments()]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _pack(letters: Sequence[str], kind: str, encode: Callable[[bytes], str], before: int) -> Iterator[str]:
    """Yield encoded words with as many letters as each can have; a letter that is too large for any is cut between its characters."""
    room, taken = _WORD + 1 - before, b""
    for letter in letters:
        parts = [letter] if len(encode(letter.encode())) <= _WORD - _SHELL else list(letter)
        for part in parts:
            data = part.encode()
            if taken and len(encode(taken + data)) + _SHELL > room:
                yield f"=?utf-8?{kind}?{encode(taken)}?="
                room, taken = _WORD, b""
            taken += data
    yield f"=?utf-8?{kind}?{encode(taken)}?="


def _quote(data: bytes) -> str:
    return "".join("_" if byte == 0x20 else chr(byte) if byte in _PLAIN else f"={byte:02X}" for byte in data)


def _base64(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode()


def _lay(name: str, words: Sequence[str], end: str) -> str:
    """Return a field with its words on lines of 78 characters where they can be had."""
    lines = [f"{name}: {words[0]}"]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append(f" {word}")
        else:
            lines[-1] += f" {word}"
    return end.join(lines) + end
