"""How often plain word search finds the right procedure, over 80 questions as people ask them.

The questions were written apart from the catalogue (scenarios, slang, no diacritics, typing errors,
English). The figure is a floor that must not sink; ``pytest -s`` prints it with every question that missed.
"""

import json
from pathlib import Path

import pytest

from motcua.onestop.procedures.api import catalogue_entries, list_public
from motcua.onestop.procedures.tests.conftest import TODAY

QUESTIONS = [
    json.loads(line) for line in (Path(__file__).parent / "questions.jsonl").read_text().splitlines()
]
KEYS = [entry["key"] for entry in catalogue_entries()]
FLOORS = {"plain": 0.95, "detail": 0.95, "no-diacritics": 0.95, "typo": 0.9}
FLOOR_OF_ALL = 0.8


def found_keys(query, count=5):
    return [version.procedure.key for version in list_public(on=TODAY, query=query)[:count]]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("x quang", {"xray-licence-new", "xray-declaration"}),
        ("giay phep xquang", {"xray-licence-new"}),
        ("giấy phép X-quang", {"xray-licence-new"}),
        ("cong bo hop chuan", {"standard-conformity-certified", "standard-conformity-self-assessed"}),
        ("hop quy", {"conformity-declaration"}),
        ("chuyen giao cong nge", {"technology-transfer-registration"}),
        ("ma so ma vach", {"barcode-certificate"}),
        ("2.002379", {"radiation-officer-certificate"}),
        ("CGCN", {"technology-transfer-registration"}),
        ("radiaton officer", {"radiation-officer-certificate"}),
        ("start-up", {"startup-centre-recognition"}),
        ("%_'\"\\", set()),
    ],
)
def test_a_short_search_finds(catalogue, query, keys):
    assert keys <= set(found_keys(query))


def test_recall_at_five_does_not_sink(catalogue):
    hits: dict[str, list[bool]] = {}
    for question in QUESTIONS:
        if not question["answers"]:
            continue
        wanted = {KEYS[number] for number in question["answers"]}
        hit = bool(wanted & set(found_keys(question["q"])))
        hits.setdefault(question["style"], []).append(hit)
        if not hit:
            print(f"missed {question['id']} ({question['style']}): {question['q']} -> {sorted(wanted)}")  # noqa: T201
    recall = {style: sum(found) / len(found) for style, found in hits.items()}
    flat = [hit for found in hits.values() for hit in found]
    print(f"recall@5 {sum(flat) / len(flat):.3f} of {len(flat)}", {s: round(r, 3) for s, r in recall.items()})  # noqa: T201
    assert all(recall[style] >= floor for style, floor in FLOORS.items())
    assert sum(flat) / len(flat) >= FLOOR_OF_ALL
