"""Twin of a mail server: takes messages over real SMTP, keeps them as files, shows them under ``/mail``.

Addresses with ``+bounce`` do not exist (550), those with ``+later`` are not taken for now (451); the mode
``down`` answers 421 to everything.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import parsedate_to_datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from motcua.integrations.twins.base import Ports, Twin
from motcua.integrations.twins.paper import mode_form, page, table
from motcua.integrations.twins.store import mode_of, set_mode

MODES = ("normal", "down")
_SHOWN = 200
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def folder_of(data_dir: Path) -> Path:
    return data_dir / "mail"


def routes(data_dir: Path) -> list[BaseRoute]:
    folder = folder_of(data_dir)

    async def show_all(_request: Request) -> Response:
        return _list(folder)

    async def show_one(request: Request) -> Response:
        mail = _read(folder, request.path_params["key"])
        return PlainTextResponse("?", status_code=404) if mail is None else _one(request, mail)

    async def show_html(request: Request) -> Response:
        mail = _read(folder, request.path_params["key"])
        return PlainTextResponse("?", status_code=404) if mail is None else _html(mail)

    async def choose(request: Request) -> Response:
        mode = str((await request.form()).get("mode", "normal"))
        set_mode(folder, mode if mode in MODES else "normal")
        return RedirectResponse("/mail/", status_code=303)

    return [
        Route("/mail/", show_all),
        Route("/mail/mode", choose, methods=["POST"]),
        Route("/mail/{key:str}/", show_one),
        Route("/mail/{key:str}/html", show_html),
    ]


def smtp_controller(data_dir: Path, port: int) -> Controller:
    """An SMTP server on the loopback address, not yet started (``start()``, ``stop()``)."""
    return Controller(_Mailbox(folder_of(data_dir)), hostname="127.0.0.1", port=port)


class _Mailbox:
    """Handler of aiosmtpd; its method names are those of the library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if mode_of(self.folder) == "down":
            return "421 4.3.2 Service not available"
        if "+bounce" in address:
            return "550 5.1.1 No such mailbox"
        if "+later" in address:
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        mail = message_from_bytes(content, policy=default_policy)
        # The same Message-ID arrives twice when a sender crashed between sending and noting it: kept once.
        key = hashlib.sha256(str(mail["Message-ID"] or content).encode()).hexdigest()[:24]
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{key}.eml").write_bytes(content)
        return f"250 OK kept as {key}"


def _read(folder: Path, key: str) -> EmailMessage | None:
    path = folder / f"{key}.eml"
    if not key.isalnum() or not path.is_file():
        return None
    mail = message_from_bytes(path.read_bytes(), policy=default_policy)
    return mail if isinstance(mail, EmailMessage) else None


def _list(folder: Path) -> Response:
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    mails = [(path.stem, mail) for path in files[:_SHOWN] if (mail := _read(folder, path.stem)) is not None]
    rows = [
        [
            escape(_moment(mail)),
            escape(str(mail["To"])),
            f'<a href="/mail/{key}/">{escape(str(mail["Subject"]))}</a>',
        ]
        for key, mail in mails
    ]
    form = mode_form("/mail/mode", MODES, mode_of(folder))
    body = table(["Lúc", "Đến", "Tiêu đề"], rows) if rows else "<p>Chưa có thư nào.</p>"
    return page("Thư đã nhận", form + body)


def _one(request: Request, mail: EmailMessage) -> Response:
    plain = mail.get_body(("plain",))
    text = plain.get_content() if plain else ""
    frame = f'<iframe sandbox title="HTML" width="100%" height="400" src="{request.url.path}html"></iframe>'
    about = f"<p>{escape(_moment(mail))}<br>{escape(str(mail['From']))} → {escape(str(mail['To']))}</p>"
    back = '<p><a href="/mail/">Tất cả thư</a></p>'
    return page(str(mail["Subject"]), f"{back}{about}<pre>{escape(text)}</pre>{frame}")


def _html(mail: EmailMessage) -> Response:
    part = mail.get_body(("html",))
    # A stranger's markup: shown in a sandbox that runs nothing and loads nothing.
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}
    return HTMLResponse(part.get_content() if part else "", headers=headers)


def _moment(mail: EmailMessage) -> str:
    if not mail["Date"]:
        return ""
    moment = parsedate_to_datetime(str(mail["Date"]))
    # "-0000", as Django writes it, means UTC without saying where the sender is.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(_HERE).strftime("%d/%m/%Y %H:%M")


@asynccontextmanager
async def _background(data_dir: Path, ports: Ports) -> AsyncIterator[None]:
    controller = smtp_controller(data_dir, ports.smtp)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


TWIN = Twin(
    name="mail",
    path="/mail/",
    stands_for="Máy chủ thư điện tử (SMTP)",
    routes=routes,
    background=_background,
)
