"""Twin of the public post: books items, carries them once handed over, and tells by callback and by tracking.

An item travels picked up → in transit → delivered (signed by the recipient), one step every few seconds. An
address with the words "không rõ" is not found: not delivered, then returned to the sender. The page ``/post``
shows the items and lets one choose trouble: ``down``, ``slow``, ``silent`` (never calls back), ``repeating``
(tells everything twice).
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from motcua.integrations.callbacks import HEADER, is_genuine
from motcua.integrations.twins.base import Ports, Twin
from motcua.integrations.twins.caller import call_back
from motcua.integrations.twins.paper import mode_form, page, table
from motcua.integrations.twins.store import Records, mode_of, set_mode

MODES = ("normal", "down", "slow", "silent", "repeating")
NOT_FOUND_WORDS = "không rõ"
_SLOW_SECONDS = float(os.environ.get("MOTCUA_TWIN_SLOW_SECONDS", "30"))
_STEP = timedelta(seconds=float(os.environ.get("MOTCUA_TWIN_POST_SECONDS", "5")))
_ARRIVES = ("PICKED_UP", "IN_TRANSIT", "DELIVERED")
_COMES_BACK = ("PICKED_UP", "IN_TRANSIT", "NOT_DELIVERED", "RETURNED_TO_SENDER")


def secret() -> str:
    return os.environ.get("MOTCUA_CARRIER_SECRET", "twin-secret")


def folder_of(data_dir: Path) -> Path:
    return data_dir / "post"


def routes(data_dir: Path) -> list[BaseRoute]:
    folder = folder_of(data_dir)
    desk = _Desk(folder)

    async def choose(request: Request) -> Response:
        mode = str((await request.form()).get("mode", "normal"))
        set_mode(folder, mode if mode in MODES else "normal")
        return RedirectResponse("/post", status_code=303)

    return [
        Route("/post", desk.show),
        Route("/post/mode", choose, methods=["POST"]),
        Route("/post/health", desk.health),
        Route("/post/items", desk.book, methods=["POST"]),
        Route("/post/items/{slip}", desk.track, methods=["GET"]),
        Route("/post/items/{slip}", desk.cancel, methods=["DELETE"]),
        Route("/post/items/{slip}/hand-over", desk.take, methods=["POST"]),
    ]


class _Desk:
    """The counter of the twin; every item is one record under its slip number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.items = Records(folder / "items")
        self.slips = Records(folder / "references")

    async def health(self, request: Request) -> Response:
        return await self._trouble(request) or JSONResponse({"status": "ok"})

    async def book(self, request: Request) -> Response:
        if refused := await self._trouble(request):
            return refused
        asked = await request.json()
        if not str(asked["to"]["address"]).strip():
            return JSONResponse({"code": "address_missing"}, status_code=422)
        known = self.slips.get(asked["reference"])
        if known is not None:
            return JSONResponse(known)
        slip = {"slip_number": f"VN{len(self.slips.keys()) + 1:09d}VN"}
        self.items.put(slip["slip_number"], asked | slip | {"taken_at": "", "told": 0, "cancelled": False})
        self.slips.put(asked["reference"], slip)
        return JSONResponse(slip, status_code=201)

    async def take(self, request: Request) -> Response:
        refused, item = await self._find(request)
        if item is None:
            return refused
        if not item["taken_at"]:
            self.items.put(item["slip_number"], item | {"taken_at": datetime.now(UTC).isoformat()})
        return JSONResponse({"status": "taken"})

    async def cancel(self, request: Request) -> Response:
        refused, item = await self._find(request)
        if item is None:
            return refused
        if item["taken_at"]:
            return JSONResponse({"code": "already_taken"}, status_code=409)
        self.items.put(item["slip_number"], item | {"cancelled": True})
        return JSONResponse({"status": "cancelled"})

    async def track(self, request: Request) -> Response:
        refused, item = await self._find(request)
        return refused if item is None else JSONResponse({"events": events_of(item)})

    async def show(self, _request: Request) -> Response:
        found = [item for slip in self.items.keys()[:200] if (item := self.items.get(slip)) is not None]
        rows = [
            [
                escape(item["slip_number"]),
                escape(item["note"]),
                escape(item["to"]["name"]),
                escape(item["to"]["address"]),
                ", ".join(event["code"] for event in events_of(item)) or "–",
            ]
            for item in found
        ]
        headings = ["Số phiếu", "Hồ sơ", "Người nhận", "Địa chỉ", "Hành trình"]
        form = mode_form("/post/mode", MODES, mode_of(self.folder))
        return page("Bưu gửi", form + table(headings, rows))

    async def _find(self, request: Request) -> tuple[Response, dict[str, Any] | None]:
        if refused := await self._trouble(request):
            return refused, None
        item = self.items.get(request.path_params["slip"])
        return JSONResponse({"code": "unknown_slip"}, status_code=404), item

    async def _trouble(self, request: Request) -> Response | None:
        mode = mode_of(self.folder)
        if mode == "slow":
            await asyncio.sleep(_SLOW_SECONDS)
        if mode == "down":
            return JSONResponse({"code": "maintenance"}, status_code=503)
        header, body = request.headers.get(HEADER, ""), await request.body()
        genuine = is_genuine(secret=secret(), header=header, body=body, now=datetime.now(UTC))
        return None if genuine else JSONResponse({"code": "bad_signature"}, status_code=401)


def events_of(item: dict[str, Any]) -> list[dict[str, str]]:
    """What has happened to the item until now, oldest first."""
    if not item["taken_at"]:
        return []
    is_lost = NOT_FOUND_WORDS in str(item["to"]["address"]).lower()
    start, slip = datetime.fromisoformat(item["taken_at"]), item["slip_number"]
    events: list[dict[str, str]] = []
    for number, code in enumerate(_COMES_BACK if is_lost else _ARRIVES):
        at = start + number * _STEP
        if at > datetime.now(UTC):
            break
        signer = item["to"]["name"] if code == "DELIVERED" else ""
        note = "Không tìm thấy địa chỉ người nhận" if code in ("NOT_DELIVERED", "RETURNED_TO_SENDER") else ""
        events.append(
            {
                "id": f"{slip}-{number + 1}",
                "slip_number": slip,
                "code": code,
                "at": at.isoformat(),
                "note": note,
                "signer": signer,
            }
        )
    return events


async def tell(data_dir: Path) -> None:
    """Call back about every fact not yet told, in order."""
    mode = mode_of(folder_of(data_dir))
    if mode in ("silent", "down"):
        return
    items = Records(folder_of(data_dir) / "items")
    for slip in items.keys()[:200]:
        item = items.get(slip)
        if item is None:
            continue
        for event in events_of(item)[item["told"] :]:
            for _time in range(2 if mode == "repeating" else 1):
                taken = await call_back(url=item["callback_url"], secret=secret(), fields=event)
            if not taken:
                break
            item = item | {"told": item["told"] + 1}
            items.put(slip, item)


@asynccontextmanager
async def _background(data_dir: Path, _ports: Ports) -> AsyncIterator[None]:
    async def tick() -> None:
        while True:
            await tell(data_dir)
            await asyncio.sleep(1)

    task = asyncio.create_task(tick())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


TWIN = Twin(
    name="post",
    path="/post",
    stands_for="Bưu chính công ích",
    routes=routes,
    background=_background,
)
