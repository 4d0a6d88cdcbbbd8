"""Fonts: made once, alike everywhere, and known by what they cover."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml
from fontTools.ttLib import TTFont

from newsletter.errors import NewsletterError
from newsletter.languages import load_language
from newsletter.model import Article, Block, Edition, Inline, Section, Slot, Source, Text
from newsletter.render import font_files
from newsletter.render.fonts import load_fonts, name_of, script_of
from newsletter.render.fonts_coverage import find_uncovered

ROOT = Path(__file__).parents[2]
LOOK = yaml.safe_load((ROOT / "templates/look.yaml").read_text("utf-8"))
SMALL = {"Amiri": LOOK["faces"]["Amiri"], "Khmer": {"package": "fontpkg-noto-sans-khmer", "weights": [400]}}


@pytest.fixture(scope="module")
def fonts():
    return load_fonts(LOOK)


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def test_no_file_of_ours_is_a_variable_font(fonts):
    for file in fonts.files:
        with TTFont(fonts.folder / file.name, lazy=True) as font:
            assert "fvar" not in font, file.name
            assert font["OS/2"].usWeightClass == file.weight, file.name


def test_every_face_of_the_look_has_all_its_weights(fonts):
    for face, settings in LOOK["faces"].items():
        made = {file.weight for file in fonts.files if file.face == face and file.slant == "normal"}
        assert made == set(settings["weights"])


def test_every_script_of_the_look_names_faces_that_exist():
    for script, settings in LOOK["scripts"].items():
        assert set(settings["faces"].values()) <= set(LOOK["faces"]), script


def test_a_second_making_gives_the_same_bytes(empty_cache, tmp_path, monkeypatch):
    first, files = font_files.make_font_files(SMALL)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    second, _ = font_files.make_font_files(SMALL)
    assert first != second
    for file in files:
        assert (first / file.name).read_bytes() == (second / file.name).read_bytes()


def test_fonts_are_made_once(empty_cache):
    folder, _ = font_files.make_font_files(SMALL)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert font_files.make_font_files(SMALL)[0] == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_two_builds_that_start_at_once_share_one_folder(empty_cache, monkeypatch):
    made = []
    original = font_files._cut_file
    monkeypatch.setattr(font_files, "_cut_file", lambda cut, folder: (made.append(cut.file.name), original(cut, folder)))
    threads = [threading.Thread(target=font_files.make_font_files, args=({"Amiri": SMALL["Amiri"]},)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == ["Amiri-400.ttf", "Amiri-700.ttf"]
    assert [path.name for path in (empty_cache / "newsletter/fonts").iterdir() if path.is_dir()] == [
        font_files.make_font_files({"Amiri": SMALL["Amiri"]})[0].name
    ]


def test_a_making_that_fails_leaves_nothing_behind(empty_cache, monkeypatch):
    def fail(cut, folder):
        (folder / cut.file.name).write_bytes(b"half")
        raise OSError("the disk is full")

    monkeypatch.setattr(font_files, "_cut_file", fail)
    with pytest.raises(OSError, match="full"):
        font_files.make_font_files(SMALL)
    assert [path.name for path in (empty_cache / "newsletter/fonts").iterdir()] == ["making.lock"]


def test_a_missing_package_is_named():
    with pytest.raises(NewsletterError, match="'Fancy' needs the Python package fontpkg-fancy-script"):
        font_files.make_font_files({"Fancy": {"package": "fontpkg-fancy-script", "weights": [400]}})


def test_a_weight_that_a_static_package_lacks_is_named():
    with pytest.raises(NewsletterError, match="no normal 650 for the face 'Amiri'"):
        font_files.make_font_files({"Amiri": {"package": "fontpkg-amiri", "weights": [650]}})


def test_only_our_fonts_are_seen_by_the_engine(fonts):
    code = (
        "from newsletter.render.fonts import load_fonts; import yaml, pathlib, sys;"
        "load_fonts(yaml.safe_load(pathlib.Path(sys.argv[1]).read_text('utf-8'))).use();"
        "from weasyprint.text.ffi import ffi, fontconfig as f; c = f.FcInitLoadConfigAndFonts();"
        "print(f.FcConfigGetFonts(c, f.FcSetSystem).nfont)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "templates/look.yaml")], capture_output=True, text=True, check=True, cwd=ROOT, env=dict(os.environ)
    )
    assert int(done.stdout) == len(fonts.files)


def test_a_stack_begins_with_the_scripts_own_face_and_ends_with_all_others(fonts):
    stack = fonts.stack("Arab", "headline")
    assert stack[0] == LOOK["scripts"]["Arab"]["faces"]["headline"]
    assert set(stack) == set(LOOK["faces"])
    assert len(set(stack)) == len(stack)


def test_faces_are_told_for_the_scripts_of_an_edition(fonts):
    assert fonts.faces_for(["Thai", "Arab"]) == ("Sarabun", "Prompt", "Amiri")
    assert fonts.faces_for(["Cyrl"])[0] == LOOK["scripts"]["default"]["faces"]["text"]


def test_letters_without_a_font_are_found_in_order_and_once(fonts):
    assert fonts.uncovered("one ☎, two 漢漢 ☎") == (0x260E, 0x6F22)


def test_letters_of_all_our_languages_are_covered(fonts):
    assert fonts.uncovered("“Ærø” – ¿qué? ‹œuvre› 12 € № مرحبًا؟ ١٢٣ «نعم» น้ำ ฯลฯ ๆ ฿ 1\u202f000 a\u2011b \u2066x\u2069\u200f") == ()


def test_coverage_can_be_asked_of_single_faces(fonts):
    assert fonts.uncovered("aب", ["Amiri"]) == ()
    assert fonts.uncovered("aب", ["Sarabun"]) == (0x628,)


def test_a_letter_is_named_as_it_can_be_looked_up():
    assert name_of(0x25E6) == '"◦" (U+25E6 WHITE BULLET)'


@pytest.mark.parametrize(
    ("tag", "script"), [("en", "Latn"), ("es-MX", "Latn"), ("ar", "Arab"), ("th", "Thai"), ("uk", "Cyrl"), ("sr-Latn", "Latn"), ("xx", "default")]
)
def test_a_language_knows_its_script(tag, script):
    assert script_of(tag) == script


def test_every_face_names_its_licence(fonts):
    for source in fonts.sources:
        assert source.licence == "OFL-1.1"
        assert source.version
        assert "SIL Open Font License" in font_files.licence_text(source.package).replace("SIL OPEN FONT LICENSE", "SIL Open Font License")


def test_the_colophon_names_a_family_once(fonts):
    assert [source.family for source in fonts.credits_for(["Latn"])] == ["Source Sans 3", "Source Serif 4"]


def test_a_letter_without_a_font_is_told_with_story_line_and_code_point(fonts):
    blocks = (Block("paragraph", 9, "en", "ltr", {}, (Inline("text", text="Call ☎ now"),)),)
    article = Article("a-call", "en", "ltr", Text("A call", "en", "ltr"), None, None, blocks, (), {}, (), Source("seeds/articles/a-call/en.md", 2))
    slot = Slot(article, "en", "show", stale=False, date=None, region="global")
    title = Text("Crossings", "en", "ltr")
    edition = Edition("2022-07", None, load_language("en"), title, None, slot, (Section(title, "global", ()),), title, title, "teasers", 2)
    (problem,) = find_uncovered(edition, fonts)
    assert str(problem.source) == "seeds/articles/a-call/en.md:9"
    assert problem.severity == "error"
    assert "U+260E BLACK TELEPHONE" in problem.message
