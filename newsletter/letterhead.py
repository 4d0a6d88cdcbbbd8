"""The head of every mail: whom it is from, which list it belongs to, how readers unsubscribe; what `mail:` in newsletter.yaml says.

All of it ends up in header fields, where a line break would begin a field of somebody else's making: only what is plain passes.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from newsletter.shapes import Shape, WebAddress, Words

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+")
_LONGEST_HOST = 190
_LONGEST_PAGE = 900
"""A line of a mail has 998 characters at most (RFC 5322, 2.1.1), and an address in a header is never broken."""


def is_plain_address(text: str) -> bool:
    """Say whether a text is an e-mail address that every mail server takes: ASCII, without quotes or comments (RFC 5321, 4.1.2)."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def has_controls(text: str) -> bool:
    """Say whether a text has line breaks or control characters."""
    return any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text)


def plain_url(url: str) -> str:
    """Return a web address in the letters that headers can have: the host as IDNA, the rest percent-encoded (RFC 3986)."""
    parts = urlsplit(url)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    return parts._replace(netloc=host, path=_quoted(parts.path), query=_quoted(parts.query), fragment=_quoted(parts.fragment)).geturl()


def _quoted(text: str) -> str:
    return quote(text, safe="%/?:@!$&'()*+,;=-._~")


def bare_host(url: str) -> str:
    """Return the host of a web address, as headers have it; empty where it cannot stand there."""
    try:
        host = (urlsplit(url).hostname or "").encode("idna").decode()
    except (UnicodeError, ValueError):
        return ""
    return host if len(host) <= _LONGEST_HOST and _HOST.fullmatch(host) else ""


def _check_address(value: str) -> str:
    if not is_plain_address(value):
        words = "should be an e-mail address in plain letters, such as news@example.org, not {value}"
        raise PydanticCustomError("wording", words, {"value": repr(value[:60])})
    return value


def _check_page(value: str) -> str:
    hint = "Mail programs unsubscribe there with one click, and ask for https (RFC 8058)."
    if not value.startswith("https://") or not bare_host(value):
        raise PydanticCustomError(
            "wording", "should be a web address that begins with https://, not {value}", {"value": repr(value[:60]), "hint": hint}
        )
    if len(plain_url(value)) > _LONGEST_PAGE:
        raise PydanticCustomError("wording", "is longer than {most} characters", {"most": _LONGEST_PAGE, "hint": "Use a shorter address."})
    return value


def _check_host(value: str) -> str:
    if len(value) > _LONGEST_HOST or "." not in value or not _HOST.fullmatch(value):
        raise PydanticCustomError("wording", "should be a domain, such as news.example.org, not {value}", {"value": repr(value[:60])})
    return value.lower()


def _check_names(value: dict[str, str]) -> dict[str, str]:
    for tag, name in value.items():
        if has_controls(name):
            said = f" in {tag}" if tag != "*" else ""
            raise PydanticCustomError("wording", "has a character that cannot be seen{said}", {"said": said, "hint": "Type the name again."})
    return value


PlainAddress = Annotated[str, AfterValidator(_check_address)]
UnsubscribePage = Annotated[WebAddress, AfterValidator(_check_page)]
Host = Annotated[str, AfterValidator(_check_host)]
Names = Annotated[Words, AfterValidator(_check_names)]


class SenderShape(Shape):
    """Whom mails are from."""

    name: Names = Field(default_factory=dict, description="The sender's name, per language; else the publication's")
    address: PlainAddress | None = Field(None, description="The sender's address; else that of the imprint")


class UnsubscribeShape(Shape):
    """How readers unsubscribe."""

    page: UnsubscribePage | None = Field(None, description="The page where they do; else <base>/unsubscribe")
    address: PlainAddress | None = Field(None, description="The address that they write to; else the sender's")


class MailShape(Shape):
    """The head of every mail."""

    sender: SenderShape = Field(default_factory=SenderShape)
    reply_to: PlainAddress | None = Field(None, description="Where answers go, if not to the sender")
    unsubscribe: UnsubscribeShape = Field(default_factory=UnsubscribeShape)
    list_host: Host | None = Field(None, alias="list", description="The domain of the lists, each named by its language; else the host of base")
    pictures: Literal["hosted", "inline"] = Field("hosted", description="Whether pictures lie on the web, or travel in the mail")

    def letterhead(self) -> Letterhead:
        """Return what was written, with gaps."""
        return Letterhead(
            names=self.sender.name,
            address=self.sender.address or "",
            reply_to=self.reply_to or "",
            unsubscribe_page=self.unsubscribe.page or "",
            unsubscribe_address=self.unsubscribe.address or "",
            host=self.list_host or "",
            pictures=self.pictures,
        )


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head of every mail; empty where it is to be found elsewhere."""

    names: Mapping[str, str] = field(default_factory=dict)
    """The sender's name per language."""
    address: str = ""
    reply_to: str = ""
    """Empty where answers go to the sender."""
    unsubscribe_page: str = ""
    unsubscribe_address: str = ""
    host: str = ""
    """The domain of the lists: each language's is ``<language>.<host>`` (RFC 2919)."""
    pictures: Literal["hosted", "inline"] = "hosted"

    def fill(self, base: str, names: Mapping[str, str], email: str) -> Letterhead:
        """Return the letterhead without gaps, by the publication's address on the web, its names and the editors' address."""
        host = self.host or bare_host(base)
        address = self.address or email or f"newsletter@{host}"
        return dataclasses.replace(
            self,
            names=self.names or names,
            address=address,
            unsubscribe_page=self.unsubscribe_page or f"{base}/unsubscribe",
            unsubscribe_address=self.unsubscribe_address or address,
            host=host,
        )
