"""What can go wrong so badly that the press cannot go on; only the command line catches these."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line catches these before any noun is needed
    from collections.abc import Iterable

    from newsletter.model import Problem


class NewsletterError(Exception):
    """Base of every error that is reported without a traceback."""


class ContentError(NewsletterError):
    """The editors' files cannot be used as they are; carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, sorted by file and line."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(f"{problem.source}: {problem.message}" for problem in self.problems))


class TemplateError(NewsletterError):
    """A template cannot be rendered or compiled."""

    def __init__(self, template: str, line: int, message: str) -> None:
        """Keep the template's name, the line (0 where unknown) and what is wrong with it."""
        self.template, self.line, self.message = template, line, message
        super().__init__(f"templates/{template}{f':{line}' if line else ''}: {message}")

    def __reduce__(self) -> tuple[type[TemplateError], tuple[str, int, str]]:
        """Travel between processes with all three parts."""
        return type(self), (self.template, self.line, self.message)


class ServiceError(NewsletterError):
    """A mailing service refused or could not be reached."""

    def __init__(self, name: str, status: int, reply: str) -> None:
        """Keep the service's name, its HTTP status (0 where there was none) and its own words."""
        self.name, self.status, self.reply = name, status, reply
        super().__init__(f"{name}: {status or 'no answer'}: {reply}")

    def __reduce__(self) -> tuple[type[ServiceError], tuple[str, int, str]]:
        """Travel between processes with all three parts."""
        return type(self), (self.name, self.status, self.reply)
