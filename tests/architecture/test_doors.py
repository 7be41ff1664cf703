"""Another room is entered only by its doors: api, events, ports, indicators and benchmarks."""

from collections.abc import Iterator

import grimp
import pytest

ROOMS = ["portal", "reform", "onestop", "postal", "notifications", "identity"]
DOORS = ("api", "events", "ports", "indicators", "benchmarks")


@pytest.fixture(scope="session")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("motcua")


def crossings(graph: grimp.ImportGraph, room: str) -> Iterator[tuple[str, str]]:
    """Imports of the room's modules by product code of other rooms (the table of addresses may name all urls)."""
    inside = f"motcua.{room}."
    for module in graph.modules:
        if not module.startswith(inside) or ".tests" in module:
            continue
        for importer in graph.find_modules_that_directly_import(module):
            foreign = not importer.startswith(inside) and importer != f"motcua.{room}"
            if foreign and not is_exempt(importer):
                yield importer, module


def is_exempt(importer: str) -> bool:
    parts = importer.split(".")
    return "tests" in parts or (
        parts[1] in {"config", "bench", "demo"} and parts[-1] in {"urls", "checks", "admin"}
    )


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_entered_by_its_doors_only(graph: grimp.ImportGraph, room: str) -> None:
    breaches = [
        f"{importer} enters {module}"
        for importer, module in crossings(graph, room)
        if not any(module == f"motcua.{room}.{door}" or module.endswith(f".{door}") for door in DOORS)
    ]
    assert breaches == []
