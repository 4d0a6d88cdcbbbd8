"""A designer is told the file and the line of what is wrong with a mail's templates, through includes, macros and calls, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pressroom import a_pressroom, a_request, built, finish, start
from values import write_files

from newsletter.desk import load_desk, make_materials
from newsletter.errors import ContentError
from newsletter.model import Problem
from newsletter.render.mail_faults import find_faults
from newsletter.render.making import make_piece
from newsletter.render.material import Material
from newsletter.render.picture_shelf import fill_shelf

MAIL = """\
{#- A mail of our own. -#}
{% import "mail/own/boxes.mjml" as boxes %}
<mjml lang="{{ edition.language.tag }}" dir="{{ edition.language.direction }}">
<mj-body>
{% for slot in edition.slots %}
{% include "mail/teaser.mjml" %}
{% endfor %}
</mj-body>
</mjml>
"""
BOXES = """\
{% macro box(class="") -%}
<mj-text{% if class %} css-class="{{ class }}"{% endif %}>{{ caller() | trim }}</mj-text>
{%- endmacro %}

{% macro size() -%}
{{ 10 + 7 }}
{%- endmacro %}
"""
TEASER = """\
{#- A story in short. -#}
{% import "mail/own/boxes.mjml" as boxes %}
<mj-section padding="{{ boxes.size() | int + 1 }}px">
<mj-column>
{% call boxes.box("small") %}
<p>{{ slot.article.headline | text }}</p>
{% endcall %}
</mj-column>
</mj-section>
"""
SOUND = {"mail.mjml": MAIL, "own/boxes.mjml": BOXES, "teaser.mjml": TEASER}


def a_publication_with(folder: Path, templates: Mapping[str, str]) -> Path:
    """Write a publication with mail templates of its own."""
    a_pressroom(folder)
    write_files(folder / "templates" / "mail", templates)
    return folder


def materials(folder: Path) -> Mapping[str, Material]:
    desk = load_desk(a_request(folder, "mail"))
    shelf = folder / "shelf"
    shelf.mkdir()
    return make_materials(desk, fill_shelf(desk.pictures, shelf).pictures, shelf)


def told(folder: Path, **templates: str) -> list[str]:
    """Return what is told of a publication whose sound templates are changed: place and message."""
    changed = {**SOUND, **{f"{name.replace('__', '/')}.mjml": text for name, text in templates.items()}}
    found = make_piece(materials(a_publication_with(folder, changed))["en"], "mail").problems
    assert {problem.rule for problem in found} <= {"unknown-mjml"}
    return [f"{problem.source} {problem.message}" for problem in found]


def test_sound_templates_are_not_complained_of(tmp_path: Path) -> None:
    assert told(tmp_path) == []


BROKEN = """\
{#- A story in short. -#}
{% import "mail/own/boxes.mjml" as boxes %}
<mj-section gutter="3px"
   padding="16px {{ boxes.size() }}px 24rem" {% if slot %}
   aling="left"{% endif %}>
  <mj-column>
  stray words
  <mj-txet>x</mj-txet>
  <mj-text padding="4pt" colour="red"><p>one<b></p></mj-text>
  {% call boxes.box() %}
  <mj-button href="x">in</mj-button>
    3 < 4 {{ "&lt;" | safe }}
  {% endcall %}
  {%- set words %} <i class=x>{{ slot.article.headline | text }}</i> {% endset -%}
  <mj-text>{{ words | trim }}</mj-text>
  <mj-wrapper></mj-wrapper>
  <mj-text>DEEP</mj-text>
  <mj-font name="x" href="y"/>
  <mj-text>
  <p>never
  </mj-text>
</mj-column></mj-section>
""".replace("DEEP", "<i>" * 300 + "x" + "</i>" * 300)
FAULTS = [
    "templates/mail/teaser.mjml:3:13 the engine ignores gutter on <mj-section>",
    'templates/mail/teaser.mjml:4:4 padding="16px 17px 24rem" on <mj-section>',
    "templates/mail/teaser.mjml:5:4 <mj-section> has no attribute aling",
    "templates/mail/teaser.mjml:7 words in <mj-column>: “stray words”",
    "templates/mail/teaser.mjml:8:3 unknown element <mj-txet>",
    'templates/mail/teaser.mjml:9:12 padding="4pt" on <mj-text>',
    "templates/mail/teaser.mjml:9:26 <mj-text> has no attribute colour",
    "templates/mail/teaser.mjml:9:45 <b> is never closed",
    "templates/mail/teaser.mjml:11:3 <mj-button> inside <mj-text>, which holds HTML only",
    "templates/mail/teaser.mjml:12:7 “<” opens no tag here",
    "templates/mail/teaser.mjml:14:20 class=x without quotation marks",
    "templates/mail/teaser.mjml:16:3 <mj-wrapper> may not stand in <mj-column>",
    "templates/mail/teaser.mjml:17:597 more than 200 elements inside each other",
    "templates/mail/teaser.mjml:18:3 the engine does not know <mj-font>",
    "templates/mail/teaser.mjml:20:3 <p> is never closed",
]


def test_everything_that_is_wrong_is_told_at_once_by_file_line_and_column(tmp_path: Path) -> None:
    assert told(tmp_path, teaser=BROKEN) == FAULTS


def test_a_build_tells_each_fault_once_for_all_editions(tmp_path: Path) -> None:
    a_publication_with(tmp_path, {**SOUND, "teaser.mjml": BROKEN})
    with pytest.raises(ContentError) as caught:
        built(tmp_path, "mail")
    assert [f"{problem.source} {problem.message}" for problem in caught.value.problems] == FAULTS
    assert not (tmp_path / "out" / "2022-07").exists()


def test_an_editor_sees_them_as_lines_without_a_traceback(tmp_path: Path) -> None:
    a_publication_with(tmp_path, {**SOUND, "teaser.mjml": TEASER.replace("<p>", "<p><b>")})
    said = "\n".join(finish(start(tmp_path, "--only", "mail"), code=1))
    assert "templates/mail/teaser.mjml:6:4: error: <b> is never closed (unknown-mjml)" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("mail", "<mj-body>", '<mj-body id="x">', "mail.mjml:4:10 the engine ignores id on <mj-body>"),
        ("mail", "</mj-body>", "</mj-body>\n</mj-body>", "mail.mjml:9:1 </mj-body> closes nothing"),
        ("mail", "</mj-body>\n</mjml>", "", "mail.mjml:3:1 <mjml> is never closed"),
        ("mail", "{% endfor %}", "words\n{% endfor %}", "mail.mjml:7:1 words in <mj-body>: “words”"),
        ("own__boxes", " css-class=", " klass=", "own/boxes.mjml:2:24 <mj-text> has no attribute klass"),
        ("own__boxes", "</mj-text>", "</mj-txt>", "own/boxes.mjml:2:80 </mj-txt> closes nothing"),
        ("teaser", "<p>{{", "\n\n<p {{ 'x=y' }} z='>'>{{", "teaser.mjml:8:1 x=y without quotation marks"),
        ("teaser", "<mj-column>\n", "<mj-column>\n{%- if slot -%}\n\n  <mj-x/>\n{%- endif %}\n", "teaser.mjml:7:3 unknown element <mj-x>"),
        ("teaser", "<mj-column>", "<mj-column>\r\n<mj-x/>", "teaser.mjml:5:1 unknown element <mj-x>"),
        ("teaser", "<p>", "<p>{% trans %}a <b>{% endtrans %}", "teaser.mjml:6 <b> is never closed"),
        ("teaser", "<p>", "<p>{{ '\\a' }}", "teaser.mjml:6 control character U+0007"),
        ("teaser", "<p>", "<p><!--[if x -->", "teaser.mjml:6:4 a comment for Outlook that is not finished"),
        ("teaser", "<mj-column>", "{{ '<mj-column>' | safe }}<mj-x/>", "teaser.mjml:4:27 unknown element <mj-x>"),
    ],
)
def test_a_fault_is_found_where_it_was_written(name: str, old: str, new: str, fault: str, tmp_path: Path) -> None:
    text = SOUND[f"{name.replace('__', '/')}.mjml"]
    assert old in text
    assert f"templates/mail/{fault}" in told(tmp_path, **{name: text.replace(old, new, 1)})


def test_a_template_that_comes_with_the_program_is_named_as_such(tmp_path: Path) -> None:
    wrong = TEASER.replace("<mj-column>", '{% include "mail/blocks/separator.mjml" %}<mj-column>')
    (fault,) = told(tmp_path, teaser=wrong)
    assert fault == "newsletter/templates/mail/blocks/separator.mjml:1:1 <mj-divider> may not stand in <mj-section>"


def test_what_only_the_compiler_refuses_is_placed_as_well(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, teaser=TEASER.replace("{% endcall %}", '{% endcall %}\n<mj-text css-class="a"mj-class="b">x</mj-text>'))
    assert fault.startswith("templates/mail/teaser.mjml:8:35 an attribute needs quotation marks")


def test_marks_change_nothing_but_places(tmp_path: Path) -> None:
    """Values that templates count and compare with stay what they are, and so do private characters of a story."""
    private = "".join(map(chr, (0xE000, 0xF0000, 0xF0001, 0x10FFFD)))
    wrong = TEASER.replace("<p>", "<p><b>").replace("</p>", f" {private}{{{{ boxes.size() | int == 17 }}}}</p>")
    assert told(tmp_path, teaser=wrong) == ["templates/mail/teaser.mjml:6:4 <b> is never closed"]


def test_nothing_is_rendered_again_while_all_is_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(material: Material) -> tuple[Problem, ...]:
        raise AssertionError(material)

    monkeypatch.setattr("newsletter.render.mail_faults.find_faults", refuse)
    assert told(tmp_path) == []


def test_compiled_templates_of_others_are_left_as_they_are(tmp_path: Path) -> None:
    """What is rendered after a fault was told bears no marks."""
    material = materials(a_publication_with(tmp_path, SOUND))["en"]
    before = make_piece(material, "mail").files
    assert find_faults(material) == ()
    assert make_piece(material, "mail").files == before
    assert not any(ord(character) >= 0xF0000 for character in before["mail.html"].decode())
