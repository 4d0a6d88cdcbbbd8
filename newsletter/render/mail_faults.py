"""What is wrong with the templates of a mail, by their own files and lines.

Nothing of this runs while all is well: a mail is rendered again, from marked templates, only when the MJML of the first time
was found at fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsletter.model import Problem, Source
from newsletter.render.environment import make_environment, render_template
from newsletter.render.material import Material
from newsletter.render.mjml import TEMPLATE, MjmlError, compile_mjml
from newsletter.render.mjml_check import Finding, check_mjml
from newsletter.render.template_marks import Place, TemplateMarks, Traced

RULE = "unknown-mjml"


def trace_mail(material: Material) -> Traced:
    """Return the MJML of an edition with the places of its templates. Raises TemplateError for templates that do not render."""
    environment = make_environment(material, "mail")
    environment.bytecode_cache = None  # which has the templates without marks
    environment.add_extension(TemplateMarks)
    marks = environment.extensions[TemplateMarks.identifier]
    assert isinstance(marks, TemplateMarks)
    return Traced(render_template(environment, TEMPLATE), marks.places)


def find_faults(material: Material) -> tuple[Problem, ...]:
    """Return everything that is wrong with the MJML of an edition, once for each place in a template; nothing where all is well.

    A fault belongs to a file of templates and not to an edition. Raises TemplateError for templates that do not render.
    """
    traced = trace_mail(material)
    findings = check_mjml(traced.text) or _refusal(traced.text, material)
    problems = (Problem(_source(traced.place(position), material.templates), RULE, message, hint, "error") for position, message, hint in findings)
    return tuple(sorted(set(problems)))


def _refusal(source: str, material: Material) -> Iterator[Finding]:
    """Yield what the compiler alone finds."""
    try:
        compile_mjml(source, material.edition.language.direction)
    except MjmlError as error:
        yield Finding(error.position, error.fault)


def _source(place: Place | None, folders: tuple[Path, ...]) -> Source:
    """Return how a place is shown: below ``templates/`` where the publication has the file, else below the program's own folder."""
    if place is None:
        return Source(f"templates/{TEMPLATE}")
    own, file = folders[0], Path(place.file)
    is_own = file.is_relative_to(own) and (own.parent / "newsletter.yaml").is_file()
    name = next(file.relative_to(folder).as_posix() for folder in folders if file.is_relative_to(folder))
    return Source(f"templates/{name}" if is_own else f"newsletter/templates/{name}", place.line, place.column)
