"""Is a snapshot what it says? Its hash, its signature, its place in the chain, and every figure in it."""

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from motcua.platform.signing.api import Status, Verification, verify_bytes
from motcua.reform.results.models import Snapshot
from motcua.reform.rules.canonical import NotCanonical, canonical_json
from motcua.reform.rules.recompute import Difference, recompute

_MOST_LINKS: Final = 10_000
_KEPT: Final = 8


def check_file(*, content: bytes, signature: bytes) -> list[Difference]:
    """What is wrong with an exported snapshot. Without a signature only its hash and its figures are judged."""
    try:
        document = json.loads(content)
        is_canonical = isinstance(document, dict) and canonical_json(document) == content
    except (ValueError, NotCanonical, RecursionError) as error:
        return [Difference("file", type(error).__name__, "canonical JSON")]
    found = [] if is_canonical else [Difference("file", "another spelling", "canonical JSON")]
    if signature:
        found += _signature(content, signature)
    return [*found, *(recompute(document) if isinstance(document, dict) else [])]


def check_snapshot(snapshot: Snapshot) -> list[Difference]:
    """What is wrong with a stored snapshot, with its neighbours in the chain."""
    content = bytes(snapshot.content)
    return [
        *([] if snapshot.signature else [Difference("signature", "unsigned", str(Status.VALID))]),
        *check_file(content=content, signature=bytes(snapshot.signature)),
        *_row(snapshot, content),
        *_link(snapshot),
    ]


def verdict_on(snapshot: Snapshot, *, today: date) -> Verification:
    """Who signed the document, when, and whether it holds; judged once a day in each process."""
    return _judged(bytes(snapshot.content), bytes(snapshot.signature), today)


@lru_cache(maxsize=_KEPT)
def _judged(content: bytes, signature: bytes, _today: date) -> Verification:
    return verify_bytes(content=content, signature=signature)


def check_chain() -> list[Difference]:
    """What is wrong with the links of all snapshots; their figures are not computed again."""
    rows = Snapshot.objects.order_by("number")[:_MOST_LINKS]
    return [
        difference
        for snapshot in rows
        for difference in (*_row(snapshot, bytes(snapshot.content)), *_link(snapshot))
    ]


def signers_of(*, content: bytes, signature: bytes) -> tuple[str, ...]:
    """Whoever signed, by the names in their certificates; empty without a signature."""
    if not signature:
        return ()
    return tuple(one.signer for one in verify_bytes(content=content, signature=signature).signatures)


def check_against_stored(content: bytes) -> list[Difference]:
    """What sets a file apart from the result of the same number that this house has published, if it has one."""
    try:
        document = json.loads(content)
        number, said = document["number"], document["sha256"]
        held = Snapshot.objects.filter(number=number).values_list("sha256", flat=True).first()
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    return [Difference(f"snapshot {number}.sha256", held, str(said))] if held and held != said else []


def _signature(content: bytes, signature: bytes) -> Iterator[Difference]:
    status = verify_bytes(content=content, signature=signature).status
    if status != Status.VALID:
        yield Difference("signature", str(status), str(Status.VALID))


def _row(snapshot: Snapshot, content: bytes) -> Iterator[Difference]:
    """The row repeats what its document says."""
    try:
        document = json.loads(content)
    except ValueError:
        return
    for name in ("sha256", "previous", "number", "year"):
        said, held = document.get(name), getattr(snapshot, name)
        if said != held:
            yield Difference(f"snapshot {snapshot.number}.{name}", str(held), str(said))


def _link(snapshot: Snapshot) -> Iterator[Difference]:
    before = Snapshot.objects.filter(number=snapshot.number - 1).values_list("sha256", flat=True).first()
    if snapshot.previous != (before or ""):
        yield Difference(f"snapshot {snapshot.number}.previous", snapshot.previous, before or "")
