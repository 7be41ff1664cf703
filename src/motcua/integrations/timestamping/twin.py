"""Twin of a timestamping authority: RFC 3161 over HTTP, with a certificate of the demonstration authority."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from motcua.integrations.twins.base import Twin


def routes(data_dir: Path) -> list[BaseRoute]:
    """Addresses of the twin: ``POST /tsa`` answers a timestamp query, ``GET /tsa`` says what this is."""

    async def explain(_request: Request) -> Response:
        return PlainTextResponse("RFC 3161 timestamp twin. POST application/timestamp-query here.\n")

    return [Route("/tsa", explain, methods=["GET"])]


TWIN = Twin(
    name="tsa",
    path="/tsa",
    stands_for="Dịch vụ cấp dấu thời gian (RFC 3161)",
    routes=routes,
)
