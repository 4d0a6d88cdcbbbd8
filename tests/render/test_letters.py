"""What glyphs stand for when text is read back: those that share a cluster take nothing from those that have one of their own."""

from __future__ import annotations

from newsletter.render.letters import NOTHING, Letters

LAM, JOIN, MEDIAL_LAM, KAF, ALEF, DAMMA = range(1, 7)


def settled(*clusters: list[tuple[int, str]]) -> dict[int, str]:
    """Return the letters of glyphs that are drawn in clusters, from left to right."""
    letters = Letters()
    for cluster in clusters:
        for glyph, text in cluster:
            if glyph not in letters:
                letters[glyph] = text
    return letters.settled()


def test_a_glyph_that_is_met_alone_keeps_its_letter_wherever_it_is_met_first() -> None:
    apart, shared = [(LAM, "ل")], [(JOIN, "ل"), (LAM, "")]
    assert settled(shared, apart) == {JOIN: NOTHING, LAM: "ل"}
    assert settled(apart, shared) == {LAM: "ل", JOIN: NOTHING}


def test_what_one_cluster_settles_settles_the_next() -> None:
    found = settled([(JOIN, "ل"), (MEDIAL_LAM, "")], [(JOIN, "ل"), (LAM, "")], [(LAM, "ل")])
    assert found == {JOIN: NOTHING, MEDIAL_LAM: "ل", LAM: "ل"}


def test_a_mark_gets_what_the_letter_below_it_leaves() -> None:
    assert settled([(DAMMA, "أُ"), (ALEF, "")], [(ALEF, "أ")]) == {DAMMA: "ُ", ALEF: "أ"}


def test_of_glyphs_that_are_never_met_alone_the_first_in_reading_has_the_letters() -> None:
    assert settled([(JOIN, "ل"), (MEDIAL_LAM, "")]) == {JOIN: NOTHING, MEDIAL_LAM: "ل"}


def test_from_left_to_right_the_last_of_a_cluster_has_its_text_as_the_engine_tells_it() -> None:
    assert settled([(1, "a")], [(2, ""), (3, "fi")]) == {1: "a", 2: NOTHING, 3: "fi"}


def test_a_glyph_with_two_meanings_keeps_the_first() -> None:
    assert settled([(1, " ")], [(1, "\u00a0")]) == {1: " "}
