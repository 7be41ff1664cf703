"""What an address chooses of a board, and the links that choose it: the peer block and the order of the rows."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from motcua.reform.editions.settings_words import block_name
from motcua.reform.results.places import blocks_of
from motcua.reform.results.presentation import MEASURED, Board, measured_label
from motcua.reform.results.reading import Reading

_BLOCK: Final = "khoi"


def chosen_block(request: HttpRequest, reading: Reading) -> str:
    """The peer block named in the address; "" for all, and for one that nobody stands in."""
    wanted = request.GET.get(_BLOCK, "")
    return wanted if wanted in blocks_of(reading) else ""


def block_tabs(board: Board) -> list[dict[str, Any]]:
    """All agencies, and each block with how many stand in it; nothing where there is but one."""
    if not board.blocks:
        return []
    counts = {name: sum(agency.block == name for agency in board.reading.agencies) for name in board.blocks}
    everybody = {"label": _("All agencies"), "url": "?", "current": not board.block}
    return [
        {**everybody, "count": len(board.reading.agencies)},
        *(
            {
                "label": block_name(name),
                "url": f"?{_BLOCK}={name}",
                "current": board.block == name,
                "count": count,
            }
            for name, count in counts.items()
        ),
    ]


def measured_head(request: HttpRequest, board: Board) -> dict[str, str]:
    """The head of the column of measured points: what it is called, how it is sorted, and where sorting leads.

    From the order of the ranks it leads to fewest first, then to most first, then back.
    """
    present = request.GET.get("sort", "")
    following = {MEASURED: f"-{MEASURED}", f"-{MEASURED}": ""}.get(present, MEASURED)
    query = [f"{_BLOCK}={board.block}"] if board.block else []
    query += [f"sort={following}"] if following else []
    order = {MEASURED: "ascending", f"-{MEASURED}": "descending"}.get(present, "none")
    return {"label": measured_label(board), "url": "?" + "&".join(query), "order": order}
