"""The change since last year is written down at the close, and again where other points made it another one."""

from fractions import Fraction

import pytest

from motcua.reform.season.services.entries import add_entry
from motcua.reform.season.services.moves import advance, reopen
from motcua.reform.season.tests.conftest import NOW


@pytest.fixture
def closing(appraising, manager):
    """The council is done with every item."""
    appraising.state = "council"
    appraising.save()

    def close():
        appraising.refresh_from_db()
        return advance(season=appraising, **manager)

    return close


def trends(card):
    return card.entries.filter(code="8.7", column="council").order_by("id")


def test_other_points_after_the_close_make_it_another_change(closing, manager, card):
    mine = card("SKHCN")
    season = closing()
    before = trends(mine).get()
    reopen(season=season, reason="sai số liệu", **manager)
    add_entry(
        card=mine, code="2.1", column="council", points=Fraction(1), inputs={}, reason="x", by=None, now=NOW
    )
    closing()
    assert trends(mine).count() == 2
    assert trends(mine).last().inputs["present"] != before.inputs["present"]


def test_the_same_points_write_nothing_more(closing, manager, card):
    reopen(season=closing(), reason="xem lại", **manager)
    closing()
    assert trends(card("SKHCN")).count() == trends(card("SXD")).count() == 1
