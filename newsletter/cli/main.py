"""The group of commands, and what becomes of errors."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

COMMANDS = {
    "build": "Build an issue: mail, text, web page and PDFs in every language.",
    "check": "Preflight alone: look for problems, write nothing.",
    "test-mail": "Send one marked proof of an edition's mail to colleagues.",
    "status": "Which story each language's readers get.",
    "init": "Start a publication of your own.",
    "new": "Make the first file of an issue or a story.",
    "freeze": "Write today's choice of stories into the manifest.",
    "translate": "Say that a translation is up to date.",
    "intake": "Cut raw sources into stories.",
    "schema": "Write JSON Schemas, for editors with a YAML plug-in.",
    "languages": "The languages that are known, and how each writes a date.",
}
"""In the order of an editor's month; the lines stand here so that --help imports no command."""


class Commands(click.Group):
    """Commands that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the commands in the order of an editor's month."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"newsletter.cli.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, with a suggestion for a misspelt one."""
        import difflib  # noqa: PLC0415

        close = difflib.get_close_matches(args[0], COMMANDS, 1) if args and args[0] not in COMMANDS else []
        if close:
            ctx.fail(f"There is no command {args[0]!r}. Did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)


def _tell_version(context: click.Context) -> None:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        click.echo(f"newsletter {version('newsletter')}")
    except PackageNotFoundError:
        click.echo("newsletter (not installed: run from its folder)")
    context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda context, _, wanted: _tell_version(context) if wanted else None,
    help="Show the version and exit.",
)
def main() -> None:
    """Make a newsletter in many languages: mail, web page and PDFs from one manifest.

    Nothing is ever sent to readers: what comes out are files for a person to look at. Only test-mail sends, a marked
    proof to a few colleagues.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 (fine), 1 (problems of severity error) or 2 (could not run)."""
    from newsletter.errors import ContentError, NewsletterError  # noqa: PLC0415

    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        result = main.main(args=words, prog_name="newsletter", standalone_mode=False)
    except ContentError as error:
        from newsletter.cli.printing import print_problems  # noqa: PLC0415

        print_problems(error.problems, as_json="--json" in words)
        return 1
    except NewsletterError as error:
        click.echo(f"newsletter: {error}", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("newsletter: stopped; earlier output is as it was", err=True)
        return 2
    except BrokenPipeError:
        return 2
    return result if isinstance(result, int) else 0
