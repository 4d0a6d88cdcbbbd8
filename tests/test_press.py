"""The press: what lies in the output folder, what is made again and what is not, and what becomes of errors."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pytest
from pressroom import NAME, PICTURE, QUICK, a_pressroom, a_request, built, change, files_of, names_beside
from values import FACTS, write_files

from newsletter import presswork
from newsletter.errors import ContentError, NewsletterError, TemplateError
from newsletter.press import build, check, survey
from newsletter.report import FILE, is_intact, read_report

MAIL_FILES = ["mail.eml", "mail.html", "mail.json", "mail.txt"]
PICTURES = ["pictures/a-bridge-lead-mail.png", "pictures/a-bridge-lead-web.png"]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return a_pressroom(tmp_path / "crossings")


def english(room: Path) -> Path:
    return room / "seeds/articles/a-bridge/en.md"


def arabic(room: Path) -> Path:
    return room / "seeds/articles/a-bridge/ar.md"


def test_the_folder_has_a_proof_a_report_and_for_each_edition_what_was_asked_for(room: Path) -> None:
    outcome = built(room)
    edition = [*MAIL_FILES, "page.html", *PICTURES]
    assert sorted(files_of(outcome.folder)) == sorted(
        ["index.html", "proof.html", "report.json", *(f"{tag}/{name}" for tag in ("ar", "en") for name in edition)]
    )
    assert names_beside(room / "out") == [NAME]
    assert outcome.folder == room / "out" / NAME
    assert outcome.folder.stat().st_mode & 0o777 == 0o755


def test_the_mail_s_envelope_has_subject_preheader_language_and_direction(room: Path) -> None:
    envelope = json.loads((built(room).folder / "ar/mail.json").read_bytes())
    assert list(envelope) == ["subject", "preheader", "language", "direction"]
    assert (envelope["language"], envelope["direction"], envelope["subject"]) == ("ar", "rtl", "عدد تموز")


def test_pictures_are_shrunk_and_lose_what_the_camera_wrote(room: Path) -> None:
    from PIL import Image

    for name in PICTURES:
        with Image.open(built(room).folder / "en" / name) as image:
            assert image.width <= 1400
            assert not image.getexif()


def test_the_report_tells_matrix_problems_sizes_digests_and_time(room: Path) -> None:
    outcome = built(room)
    report = read_report(outcome.folder)
    assert report == json.loads(json.dumps(outcome.report))
    assert {row["slug"]: row["states"] for row in report["stories"]} == {
        "a-bridge": {"en": "translated", "ar": "translated"},
        "only-english": {"en": "translated", "ar": "fallback:en"},
    }
    assert [problem["rule"] for problem in report["problems"]] == [problem.rule for problem in outcome.problems]
    assert "fallback-used" in [problem["rule"] for problem in report["problems"]]
    assert report["counts"]["warning"] == len([problem for problem in outcome.problems if problem.severity == "warning"])
    page = report["editions"]["en"]["files"]["page.html"]
    assert page["bytes"] == (outcome.folder / "en/page.html").stat().st_size
    assert len(page["sha256"]) == len(report["editions"]["en"]["pieces"]["web"]["digest"]) == 64
    assert list(report["steps"]) == ["load", "pictures", "render", "check"]
    assert report["editions"]["en"]["seconds"]["mail"] > 0
    assert report["editions"]["en"]["pieces"]["mail"]["memory"] > 10_000_000
    assert is_intact(outcome.folder, report)


def test_a_moment_given_takes_all_time_out_of_the_report(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(room)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1659052800")
    report = built(room).report
    assert report["seconds"] is report["steps"] is report["editions"]["ar"]["seconds"] is None
    assert "memory" not in report["editions"]["ar"]["pieces"]["mail"]


def test_the_same_input_in_two_folders_gives_the_same_bytes(room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1659052800")
    other = a_pressroom(tmp_path / "elsewhere" / "deeper")
    (other / "seeds/articles/a-bridge/lead.png").write_bytes((room / "seeds/articles/a-bridge/lead.png").read_bytes())
    assert files_of(built(room).folder) == files_of(built(other).folder)


def test_nothing_is_made_where_nothing_changed(room: Path) -> None:
    first = built(room)
    before = {name: (first.folder / name).stat().st_ino for name in files_of(first.folder)}

    def no_executor() -> Executor:
        pytest.fail("an executor was asked for")

    again = build(a_request(room), no_executor)
    assert again.made == ()
    assert again.problems == first.problems
    assert {name: (first.folder / name).stat().st_ino for name in before} == before


def test_a_new_story_that_the_issue_does_not_take_makes_nothing_again(room: Path) -> None:
    built(room)
    write_files(room / "seeds/articles/later", {"article.yaml": FACTS.replace("2022-07-20", "2022-08-20"), "en.md": english(room).read_text("utf-8")})
    assert built(room).made == ()


def test_a_paragraph_in_arabic_makes_the_arabic_edition_again_and_no_other(room: Path) -> None:
    built(room)
    change(arabic(room), "بدأتا في اليوم نفسه.", "بدأتا معًا.")
    outcome = built(room)
    assert outcome.made == ("ar/mail", "ar/web")
    assert "بدأتا معًا." in (outcome.folder / "ar/page.html").read_text("utf-8")


def test_a_paragraph_in_english_is_made_again_where_its_readers_fall_back_on_it_too(room: Path) -> None:
    built(room)
    change(english(room), "They began on the same day.", "They began together.")
    assert built(room).made == ("en/mail", "en/web")
    change(room / "seeds/articles/only-english/en.md", "They began on the same day.", "They began together.")
    assert built(room).made == ("ar/mail", "ar/web", "en/mail", "en/web")


@pytest.mark.parametrize(("template", "piece"), [("web/page.html", "web"), ("mail/mail.mjml", "mail"), ("text/mail.txt", "mail")])
def test_a_changed_template_makes_only_its_medium_again(room: Path, template: str, piece: str) -> None:
    from newsletter.places import default_templates

    built(room)
    write_files(room / "templates", {template: (default_templates() / template).read_text("utf-8") + "{# changed #}"})
    assert built(room).made == (f"ar/{piece}", f"en/{piece}")


def test_a_changed_proof_template_makes_the_proof_again_and_no_edition(room: Path) -> None:
    from newsletter.places import default_templates

    built(room)
    page = (default_templates() / "proof/index.html").read_text("utf-8")
    write_files(room / "templates", {"proof/index.html": page.replace("</body>", "<p>Changed</p></body>")})
    outcome = built(room)
    assert outcome.made == ()
    assert "<p>Changed</p>" in (outcome.folder / "index.html").read_text("utf-8")


def test_a_changed_picture_and_a_changed_version_are_noticed(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    built(room)
    Image.new("RGB", (1200, 800), "teal").save(room / "seeds/articles/a-bridge/lead.png")
    assert built(room).made == ("ar/mail", "ar/web", "en/mail", "en/web")
    monkeypatch.setattr("newsletter.digests._version", lambda name: "99" if name == "mjml-python" else "1")
    assert "en/mail" in built(room).made


def test_one_language_alone_leaves_the_others_as_they_were(room: Path) -> None:
    built(room)
    change(room / "seeds/articles/only-english/en.md", "They began", "They all began")
    outcome = built(room, languages=("ar",))
    assert outcome.made == ("ar/mail", "ar/web")
    assert "They all began" not in (outcome.folder / "en/page.html").read_text("utf-8")
    assert built(room).made == ("en/mail", "en/web")


def test_one_piece_alone_leaves_the_others_as_they_were(room: Path) -> None:
    built(room)
    change(arabic(room), "بدأتا في اليوم نفسه.", "بدأتا معًا.")
    assert built(room, "web").made == ("ar/web",)
    assert (room / "out" / NAME / "ar/mail.html").is_file()
    assert built(room).made == ("ar/mail",)


def test_a_piece_that_was_never_asked_for_is_not_there(room: Path) -> None:
    assert sorted(files_of(built(room, "mail").folder / "en")) == [*MAIL_FILES, *PICTURES]


def test_force_makes_everything_again(room: Path) -> None:
    built(room)
    assert built(room, force=True).made == ("ar/mail", "ar/web", "en/mail", "en/web")


def test_force_on_one_edition_leaves_the_others_where_they_are(room: Path) -> None:
    before = files_of(built(room).folder / "en")

    outcome = built(room, force=True, languages=("ar",))

    assert outcome.made == ("ar/mail", "ar/web")
    assert files_of(outcome.folder / "en") == before


@pytest.mark.parametrize("tamper", [lambda path: path.write_text("else"), Path.unlink], ids=["changed", "deleted"])
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("en/page.html", ("en/web",)),
        ("ar/mail.json", ("ar/mail",)),
        (f"en/{PICTURES[0]}", ()),
        ("index.html", ()),
        ("proof.html", ()),
        (FILE, ("ar/mail", "ar/web", "en/mail", "en/web")),
    ],
)
def test_an_output_that_somebody_touched_is_made_again(
    room: Path, tamper: Callable[[Path], Any], name: str, made: tuple[str, ...], monkeypatch: Any
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1659052800")
    first = built(room)
    before = files_of(first.folder)
    tamper(first.folder / name)
    assert built(room).made == made
    assert files_of(first.folder) == before


def test_a_cached_picture_that_was_damaged_is_not_used(room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = files_of(built(room).folder / "en/pictures")
    for path in (tmp_path / "cache/newsletter/pictures").rglob("*.png"):
        path.write_bytes(b"damaged")
    assert files_of(built(room, force=True).folder / "en/pictures") == before


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("seeds/articles/a-bridge/en.md", "headline:", "haedline:", ContentError),
        ("seeds/articles/a-bridge/article.yaml", "asia-pacific", "atlantis", ContentError),
        ("issues/2022-07.yaml", "date: 2022-07-29", "date: 2022-02-30", ContentError),
        ("newsletter.yaml", "base:", "bass:", ContentError),
        ("seeds/articles/a-bridge/article.yaml", PICTURE, PICTURE.replace("lead.png", "gone.png"), ContentError),
    ],
)
def test_an_error_leaves_the_earlier_output_as_it_was_byte_for_byte(room: Path, path: str, old: str, new: str, expected: type[Exception]) -> None:
    before = files_of(built(room).folder)
    change(room / path, old, new)
    with pytest.raises(expected):
        built(room)
    assert files_of(room / "out" / NAME) == before
    assert names_beside(room / "out") == [NAME]


def test_a_damaged_picture_leaves_the_earlier_output_as_it_was(room: Path) -> None:
    before = files_of(built(room).folder)
    (room / "seeds/articles/a-bridge/lead.png").write_bytes(b"no picture")
    with pytest.raises(ContentError, match="not a PNG or JPEG"):
        built(room)
    assert files_of(room / "out" / NAME) == before


def test_a_broken_template_is_told_with_its_line_and_leaves_the_earlier_output_as_it_was(room: Path) -> None:
    before = files_of(built(room).folder)
    write_files(room / "templates", {"web/page.html": "<!doctype html>\n{{ nothing.like.this }}\n"})
    with pytest.raises(TemplateError, match=r"templates/web/page\.html:2: "):
        built(room)
    assert files_of(room / "out" / NAME) == before
    assert names_beside(room / "out") == [NAME]


@pytest.mark.parametrize("where", ["write_bytes", "write_text", "mkdir"])
def test_a_full_disk_is_said_in_words_and_leaves_the_earlier_output_as_it_was(room: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_of(built(room).folder)
    change(arabic(room), "بدأتا في اليوم نفسه.", "بدأتا معًا.")
    real = getattr(Path, where)

    def full(self: Path, *arguments: Any, **options: Any) -> Any:
        if f".{NAME}.new-" in str(self):
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return real(self, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, where, full)
        with pytest.raises(NewsletterError, match=r"the disk is full; .*2022-07 is as it was\. Make room and build again\."):
            built(room)
    assert files_of(room / "out" / NAME) == before
    assert names_beside(room / "out") == [NAME]
    assert built(room).made == ("ar/mail", "ar/web")


def test_an_output_folder_that_cannot_be_made_is_said_in_words(room: Path) -> None:
    write_files(room, {"occupied": "a file"})
    with pytest.raises(NewsletterError, match=r"cannot be written: .* Choose another folder with --out"):
        built(room, out=room / "occupied")


def test_a_worker_that_was_killed_is_said_in_words(room: Path) -> None:
    class Broken(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(BrokenExecutor("killed"))
            return future

    with pytest.raises(NewsletterError, match="a worker was stopped from outside"):
        build(a_request(room), Broken)
    assert names_beside(room / "out") == []


def test_remains_of_a_killed_build_are_cleared_and_an_earlier_folder_moved_aside_comes_back(room: Path) -> None:
    before = files_of(built(room).folder)
    out = room / "out"
    write_files(out / f".{NAME}.new-abc", {"en/page.html": "half"})
    (out / NAME).rename(out / f".{NAME}.earlier")
    change(english(room), "headline:", "haedline:")
    with pytest.raises(ContentError):
        built(room)
    assert files_of(out / NAME) == before
    assert names_beside(out) == [NAME]


def test_progress_is_told_piece_by_piece(room: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    heard: list[tuple[str, int, int]] = []
    build(a_request(room), lambda: ThreadPoolExecutor(1), lambda *step: heard.append(step))
    assert [step[1:] for step in heard] == [(done, 4) for done in range(1, 5)]
    assert sorted(step[0] for step in heard) == ["ar/mail", "ar/web", "en/mail", "en/web"]


def test_an_edit_during_the_build_is_seen_by_the_next_one(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render = presswork.render_pieces

    def edited_meanwhile(*arguments: Any) -> None:
        render(*arguments)
        change(arabic(room), "بدأتا في اليوم نفسه.", "بدأتا معًا.")

    with monkeypatch.context() as patched:
        patched.setattr(presswork, "render_pieces", edited_meanwhile)
        built(room)
    assert built(room).made == ("ar/mail", "ar/web")


def test_a_check_renders_in_memory_and_writes_nothing(room: Path) -> None:
    before = files_of(room)
    outcome = check(a_request(room))
    assert files_of(room) == before
    assert ("fallback-used", "ar") in [(problem.rule, problem.language) for problem in outcome.problems]
    assert outcome.problems == built(room).problems


def test_a_survey_tells_the_matrix_without_rendering(room: Path) -> None:
    outcome = survey(a_request(room))
    assert outcome.report["stories"] == built(room, *QUICK).report["stories"]
    assert outcome.report["editions"] == {}
