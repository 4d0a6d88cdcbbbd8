"""The Jinja environments: one per medium and edition, with the same names in each (:mod:`newsletter.render.views`)."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, MutableMapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from newsletter.errors import TemplateError
from newsletter.languages.words import Words
from newsletter.languages.words import words as load_words
from newsletter.render.font_files import cache_home
from newsletter.render.inline_markup import markup
from newsletter.render.material import Material, Medium
from newsletter.render.views import View


class _Context(Context):
    """Jinja's own, but that it asks once, and not three times, whether what a template calls wants to know its context."""

    def call(self, called: Callable[..., Any], /, *args: Any, **values: Any) -> Any:
        """Call a function or a macro."""
        if hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **values)
        values.pop("_loop_vars", None)
        values.pop("_block_vars", None)
        return called(*args, **values)


class _CodeGenerator(CodeGenerator):
    """Jinja's own, but that what a template puts out is escaped by :meth:`_Environment.shown`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.shown({finalize.src or ''}")


_escape_text = functools.lru_cache(1024)(escape)


class _Environment(jinja2.Environment):
    """Jinja's own, but that templates share the names they know.

    Jinja lays a layer of its own over them for each template, and copies the layers name by name whenever one is rendered: for
    the hundreds of blocks of a mail that took longer than the blocks themselves.
    """

    context_class = _Context
    code_generator_class = _CodeGenerator

    @staticmethod
    def shown(value: object) -> Markup:
        """Return a value as mark-up, as ``escape`` does; a mail puts out the same colours, sizes and addresses again and again."""
        if type(value) is Markup:
            return value
        return _escape_text(value) if type(value) is str else escape(value)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows."""
        return super().make_globals(d) if d else self.globals


def make_environment(material: Material, medium: Medium, output: str = "") -> jinja2.Environment:
    """Return the environment for *medium*; *output* tells ``screen`` from ``print`` PDFs.

    Templates come from the publication's own folder first, one file at a time, then from the defaults; each is read once.
    Undefined names are errors, and everything but the text medium is escaped.
    """
    environment = _Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in material.templates]),
        autoescape=medium != "text",  # which has no mark-up to escape
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.do", "jinja2.ext.i18n"],
        bytecode_cache=compiled_templates(),
    )
    view = View(material, medium, output, environment)
    words = load_words(material.edition.language.tag, material.chain, material.language_folders)
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["_"] = environment.globals["gettext"] = _translator(words, medium)
    environment.globals.update(view.globals())
    if view.type:
        environment.globals.update(view.type.globals())
    environment.filters.update(view.filters())
    return environment


def _translator(words: Words, medium: Medium) -> Callable[..., str]:
    """Return ``gettext`` for templates: Jinja's own looks a word up anew each time."""
    find = functools.lru_cache(lambda message: markup(words.gettext(message), medium))

    def gettext(message: str, /, **values: object) -> str:
        return find(message) % values

    return gettext


@functools.cache
def compiled_templates() -> jinja2.BytecodeCache | None:
    """Return where compiled templates are kept: compiling them takes longer than rendering; None where nothing can be written."""
    folder = cache_home() / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder), "shown_%s.cache") if os.access(folder, os.W_OK) else None


def render_template(environment: jinja2.Environment, name: str, **values: object) -> str:
    """Render a template; raises TemplateError with the template and line that went wrong."""
    try:
        return environment.get_template(name).render(**values)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(error.name or name, error.lineno, error.message or "is not valid") from None
    except jinja2.TemplateNotFound as error:
        raise TemplateError(name, 0, f"needs the template {error.name}, which is missing") from None
    except jinja2.UndefinedError as error:
        raise TemplateError(*_place(error, name), error.message or "uses an unknown name") from None


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """Return the innermost template line of an exception's way."""
    place, traceback = (name, 0), error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if "/templates/" in file or file.endswith((".html", ".mjml", ".txt", ".css")):
            place = (file.rpartition("/templates/")[2], traceback.tb_lineno)
        traceback = traceback.tb_next
    return place
