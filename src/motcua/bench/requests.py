"""The measured requests as bytes on the wire, ours and the bare ones, shared out over connections."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

from motcua.identity.api import User, find_user

CONNECTIONS = 8
TRACKING_SALT = "portal.tracking"
CSRF = "b" * 32


@dataclass(frozen=True)
class Call:
    """One request as the test client and the load generator both understand it."""

    path: str
    user: str = ""
    body: dict[str, str] | None = None


@dataclass(frozen=True)
class Arm:
    """One side of a comparison: what is sent to which server, and the status that means it worked.

    Used-up requests (``repeat=False``) are taken from the front, each once.
    """

    port: int
    requests: list[str]
    expect: int
    repeat: bool


def share(requests: Sequence[str]) -> list[list[str]]:
    """Each connection gets its own requests, so that none waits for the row lock of another."""
    return [list(requests[start::CONNECTIONS]) for start in range(CONNECTIONS)]


def track_call(dossier: str) -> Call:
    token = signing.TimestampSigner(salt=TRACKING_SALT).sign(dossier)
    return Call(reverse("portal:tracked", args=[token]))


def submit_call(draft: str, user: str) -> Call:
    return Call(reverse("forms:review", args=[draft]), user, {"declared": "yes"})


def step_call(dossier: str, item: str, assignee: User) -> Call:
    url = reverse("office:finish_step", args=[dossier, item])
    return Call(url, "truongphong", {"assignee": str(assignee.pk), "comment": ""})


def worklist_call() -> Call:
    return Call(reverse("office:worklist"), "chuyenvien")


def sign_in(usernames: Sequence[str]) -> dict[str, str]:
    """A session of each account: its cookie."""
    cookies = {}
    for username in usernames:
        client, user = Client(), find_user(username=username)
        assert user is not None
        client.force_login(user, backend="motcua.identity.backends.PasswordBackend")
        cookies[username] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return cookies


def on_the_wire(call: Call, cookies: dict[str, str]) -> str:
    """A browser's request, reduced to what the server looks at."""
    lines = [f"{'GET' if call.body is None else 'POST'} {call.path} HTTP/1.1", "Host: 127.0.0.1"]
    if call.user:
        lines.append(f"Cookie: {settings.SESSION_COOKIE_NAME}={cookies[call.user]}; csrftoken={CSRF}")
    if call.body is None:
        return "\r\n".join([*lines, "", ""])
    body = urlencode({**call.body, "csrfmiddlewaretoken": CSRF})
    kind = "Content-Type: application/x-www-form-urlencoded"
    return "\r\n".join([*lines, kind, f"Content-Length: {len(body)}", "", body])


def bare(path: str, *, post: bool = False) -> str:
    length = ["Content-Length: 0"] if post else []
    return "\r\n".join([f"{'POST' if post else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1", *length, "", ""])
