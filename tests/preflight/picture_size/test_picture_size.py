"""Pictures are large enough for print."""

from __future__ import annotations

import pytest
from values import a_picture, a_proof, a_slot, an_article, an_edition, told

from newsletter.model import EditionProof, Proof
from newsletter.preflight.picture_size import check


def said_of(width: int, form: str = "landscape") -> list[str]:
    """Return what is said of a picture so many pixels wide."""
    slot = a_slot(an_article(pictures={"lead": a_picture(form=form)}))
    return told(check(a_proof(slot, pictures={"a-bridge/lead": (width, 600)})))


@pytest.mark.parametrize(("width", "form"), [(1650, "landscape"), (790, "portrait"), (0, "landscape")])
def test_a_large_picture_passes(width: int, form: str) -> None:
    assert said_of(width, form) == []


@pytest.mark.parametrize(("width", "form"), [(1649, "landscape"), (789, "portrait")])
def test_a_small_picture_fails_where_it_is_declared(width: int, form: str) -> None:
    assert said_of(width, form) == [f"article.yaml:6: warning: the picture 'lead' has {width} by 600 pixels, too few for print (picture-size)"]


def test_a_picture_is_told_once_though_all_editions_show_it() -> None:
    slot = a_slot(an_article(pictures={"lead": a_picture()}))
    proof = a_proof(slot)
    entry = EditionProof(an_edition(slot), pictures={"a-bridge/lead": (100, 80)})
    assert len(told(check(Proof(proof.issue, (entry, entry))))) == 1
