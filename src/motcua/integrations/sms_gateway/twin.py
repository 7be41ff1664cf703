"""Twin of a text-message gateway: takes messages over HTTP, "delivers" them and calls back.

Numbers ending in 000 are refused at once, those ending in 111 are taken and turn out unreachable. The page
``/sms`` shows what was sent and lets one choose trouble: ``down``, ``slow``, ``throttled``, ``silent``
(delivers but never calls back).
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

MODES = ("normal", "down", "slow", "throttled", "silent")
_SLOW_SECONDS = float(os.environ.get("MOTCUA_TWIN_SLOW_SECONDS", "30"))
_DELIVERY = timedelta(seconds=float(os.environ.get("MOTCUA_TWIN_SMS_SECONDS", "2")))


def secret() -> str:
    return os.environ.get("MOTCUA_SMS_SECRET", "twin-secret")


def folder_of(data_dir: Path) -> Path:
    return data_dir / "sms"


def routes(data_dir: Path) -> list[BaseRoute]:
    folder = folder_of(data_dir)
    records = Records(folder / "messages")

    async def send(request: Request) -> Response:
        body = await request.body()
        refused = await _trouble(folder, request, body)
        return refused or _take(records, await request.json())

    async def status(request: Request) -> Response:
        refused = await _trouble(folder, request, await request.body())
        record = records.get(request.path_params["reference"])
        if refused is None and record is None:
            return JSONResponse({"code": "unknown_reference"}, status_code=404)
        return refused or JSONResponse(_status(record or {}))

    async def health(request: Request) -> Response:
        refused = await _trouble(folder, request, await request.body())
        return refused or JSONResponse({"status": "ok"})

    async def show(_request: Request) -> Response:
        return _page(records, mode=mode_of(folder))

    async def choose(request: Request) -> Response:
        mode = str((await request.form()).get("mode", "normal"))
        set_mode(folder, mode if mode in MODES else "normal")
        return RedirectResponse("/sms", status_code=303)

    return [
        Route("/sms", show),
        Route("/sms/mode", choose, methods=["POST"]),
        Route("/sms/health", health),
        Route("/sms/messages", send, methods=["POST"]),
        Route("/sms/messages/{reference}", status),
    ]


async def report_delivered(data_dir: Path) -> None:
    """Call back about every message whose delivery is due and not yet told."""
    folder = folder_of(data_dir)
    if mode_of(folder) in ("silent", "down"):
        return
    records = Records(folder / "messages")
    for key in records.keys()[:200]:
        record = records.get(key)
        if record is None or record["told"] or _status(record)["status"] == "accepted":
            continue
        if await call_back(url=record["callback_url"], secret=secret(), fields=_status(record)):
            records.put(key, record | {"told": True})


async def _trouble(folder: Path, request: Request, body: bytes) -> Response | None:
    mode = mode_of(folder)
    if mode == "slow":
        await asyncio.sleep(_SLOW_SECONDS)
    if mode == "down":
        return JSONResponse({"code": "maintenance"}, status_code=503)
    if mode == "throttled":
        return JSONResponse({"code": "too_many"}, status_code=429)
    header = request.headers.get(HEADER, "")
    genuine = is_genuine(secret=secret(), header=header, body=body, now=datetime.now(UTC))
    return None if genuine else JSONResponse({"code": "bad_signature"}, status_code=401)


def _take(records: Records, asked: dict[str, Any]) -> Response:
    number, reference = str(asked["to"]), str(asked["reference"])
    if number.endswith("000"):
        return JSONResponse({"code": "number_refused"}, status_code=422)
    known = records.get(reference)
    if known is not None:
        return JSONResponse({"id": known["id"], "status": "accepted"})
    identifier = f"SMS{len(records.keys()) + 1:08d}"
    taken = {"id": identifier, "at": datetime.now(UTC).isoformat(), "told": False}
    records.put(reference, asked | taken)
    return JSONResponse({"id": identifier, "status": "accepted"}, status_code=202)


def _status(record: dict[str, Any]) -> dict[str, str]:
    taken_at = datetime.fromisoformat(record["at"])
    about = {"reference": record["reference"], "id": record["id"]}
    if datetime.now(UTC) < taken_at + _DELIVERY:
        return about | {"status": "accepted", "at": record["at"]}
    at = (taken_at + _DELIVERY).isoformat()
    if str(record["to"]).endswith("111"):
        return about | {"status": "undeliverable", "at": at, "reason": "absent subscriber"}
    return about | {"status": "delivered", "at": at}


def _page(records: Records, *, mode: str) -> Response:
    found = [record for key in records.keys()[:200] if (record := records.get(key)) is not None]
    rows = [
        [escape(record["at"][:19]), escape(record["to"]), escape(record["text"]), _status(record)["status"]]
        for record in found
    ]
    body = mode_form("/sms/mode", MODES, mode) + table(["Lúc", "Số", "Nội dung", "Trạng thái"], rows)
    return page("Tin nhắn đã gửi", body)


@asynccontextmanager
async def _background(data_dir: Path, _ports: Ports) -> AsyncIterator[None]:
    async def tick() -> None:
        while True:
            await report_delivered(data_dir)
            await asyncio.sleep(1)

    task = asyncio.create_task(tick())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


TWIN = Twin(name="sms", path="/sms", stands_for="Cổng tin nhắn SMS", routes=routes, background=_background)
