"""How twins call back: signed as the real systems sign, patient when nobody answers."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx

from motcua.integrations.callbacks import HEADER, sign


async def call_back(*, url: str, secret: str, fields: dict[str, Any]) -> bool:
    """Post ``fields`` to ``url``; whether the receiver took it. A receiver that is down is no error here."""
    body = json.dumps(fields, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        HEADER: sign(secret=secret, body=body, at=datetime.now(UTC)),
    }
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            response = await client.post(url, content=body, headers=headers)
    except httpx.TransportError:
        return False
    return response.is_success
