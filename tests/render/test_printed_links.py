"""What stands on paper in place of a link: the address, and its code."""

import re

import pytest
import segno

from newsletter.render.printed_links import LONGEST, QUIET_ZONE, bare_address, printed_address, qr_code

ADDRESS = "https://example.org/a-plan/for-both?x=1&y=<2>"
JOINER = "\u2060"


def modules_of(code: str) -> tuple[tuple[int, ...], ...]:
    """Return the modules that a drawn code darkens, row by row, without its quiet zone."""
    side = int(re.search(r'viewBox="0 0 (\d+) ', code)[1])
    grid = [[0] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code):
        for column in range(int(x), int(x) + int(length)):
            grid[int(y)][column] = 1
    inner = range(QUIET_ZONE, side - QUIET_ZONE)
    assert sum(map(sum, grid)) == sum(grid[y][x] for y in inner for x in inner), "the quiet zone is paper"
    return tuple(tuple(grid[y][x] for x in inner) for y in inner)


@pytest.mark.parametrize("address", [ADDRESS, "https://example.org/", f"https://example.org/{'x' * 150}", "https://example.org/ม้า"])
def test_a_code_draws_every_module_of_its_address_and_nothing_else(address: str) -> None:
    expected = tuple(tuple(row) for row in segno.make(address, error="m", micro=False).matrix)
    assert modules_of(qr_code(address, "black")) == expected
    assert modules_of(qr_code(f"{address}x", "black")) != expected


def test_a_code_is_large_enough_for_a_telephone_without_its_quiet_zone() -> None:
    code = qr_code(ADDRESS, "black")
    width = float(re.search(r'width="([\d.]+)mm"', code)[1])
    side = int(re.search(r'viewBox="0 0 (\d+) ', code)[1])
    assert width * (side - 2 * QUIET_ZONE) / side >= 15


def test_a_code_names_its_address_and_is_the_same_each_time() -> None:
    code = str(qr_code(ADDRESS, "device-cmyk(0 0 0 1)"))
    assert 'aria-label="https://example.org/a-plan/for-both?x=1&amp;y=&lt;2&gt;"' in code
    assert 'fill="device-cmyk(0 0 0 1)"' in code
    qr_code.cache_clear()
    assert str(qr_code(ADDRESS, "device-cmyk(0 0 0 1)")) == code


def test_an_address_too_long_for_a_hand_that_shakes_has_no_code() -> None:
    assert qr_code(f"https://example.org/{'x' * LONGEST}", "black") == ""


def test_an_address_is_printed_from_left_to_right_without_what_every_browser_adds() -> None:
    assert printed_address("https://example.org/") == '<bdi dir="ltr" class="address">example.org</bdi>'
    assert bare_address("mailto:desk@example.org") == "desk@example.org"


def test_a_line_ends_after_a_stroke_or_before_a_query_and_never_after_a_hyphen() -> None:
    printed = str(printed_address(ADDRESS))
    assert f"example.org/<wbr>a-{JOINER}plan/<wbr>for-{JOINER}both<wbr>?x=1<wbr>&amp;y=&lt;2&gt;</bdi>" in printed
    assert "/<wbr></bdi>" not in str(printed_address("https://example.org/a/"))
