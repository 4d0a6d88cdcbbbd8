"""Where things lie: a publication's folder, its newsroom, its templates and the ones that come with the program."""

from __future__ import annotations

from pathlib import Path

from newsletter.errors import NewsletterError

_PACKAGE = Path(__file__).parent


def find_publication(start: Path) -> Path:
    """Return the folder with newsletter.yaml: *start* or the nearest one above it; raises NewsletterError where there is none."""
    for folder in (start, *start.parents):
        if (folder / "newsletter.yaml").is_file():
            return folder
    raise NewsletterError(
        f"there is no newsletter.yaml in {start} or above it. Go to your publication's folder, or start one with `newsletter init DIR`."
    )


def newsroom_of(publication: Path) -> Path:
    """Return where a publication's stories lie."""
    return publication / "seeds" / "articles"


def default_templates() -> Path:
    """Return the templates that come with the program: in the wheel inside the package, in a checkout beside it."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def template_folders(publication: Path) -> tuple[Path, ...]:
    """Return the template folders of a publication, its own first."""
    own, default = publication / "templates", default_templates()
    return (default,) if not own.is_dir() or own.resolve() == default.resolve() else (own, default)
