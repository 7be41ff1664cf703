"""The twin host: one small web application that plays the systems outside the house.

The demonstration and the browser tests run it on 127.0.0.1. Adapters speak to it over real sockets with the
real protocols, so that what runs here is the code of production. A new twin is appended to ``TWINS``.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from html import escape
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from motcua.integrations.antivirus.twin import TWIN as ANTIVIRUS
from motcua.integrations.mail.twin import TWIN as MAIL
from motcua.integrations.oidc.twin import TWIN as OIDC
from motcua.integrations.postal_carrier.twin import TWIN as POST
from motcua.integrations.sms_gateway.twin import TWIN as SMS
from motcua.integrations.timestamping.twin import TWIN as TIMESTAMPING
from motcua.integrations.twins.base import Ports, Twin

DEFAULT_PORTS = Ports(http=8009, smtp=8025)
TWINS: tuple[Twin, ...] = (
    ANTIVIRUS,
    MAIL,
    OIDC,
    POST,
    SMS,
    TIMESTAMPING,
)

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Hệ thống mô phỏng</title></head>
<body>
<h1>Hệ thống mô phỏng – không phải hệ thống thật</h1>
<p>Máy chủ này đóng vai các hệ thống bên ngoài để chạy thử và kiểm thử. Không có dữ liệu nào rời khỏi máy.</p>
<p lang="en">These are twins of outside systems, for demonstration and tests only.
Nothing leaves this machine.</p>
<ul>{items}</ul>
</body></html>"""


def build_app(data_dir: Path, *, ports: Ports = DEFAULT_PORTS) -> Starlette:
    """Combine the routes of every twin; ``data_dir`` is where twins keep keys and received messages."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for twin in TWINS:
                await stack.enter_async_context(twin.background(data_dir, ports))
            yield

    routes = [route for twin in TWINS for route in twin.routes(data_dir)]
    return Starlette(routes=[Route("/", _index), *routes], lifespan=lifespan)


def serve(*, data_dir: Path, port: int, smtp_port: int) -> None:
    """Run the twin host on the loopback address until a signal stops it."""
    app = build_app(data_dir, ports=Ports(http=port, smtp=smtp_port))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


async def _index(_request: Request) -> HTMLResponse:
    items = "".join(
        f'<li><a href="{escape(twin.path)}">{escape(twin.name)}</a>: {escape(twin.stands_for)}</li>'
        for twin in TWINS
    )
    return HTMLResponse(_PAGE.format(items=items))
