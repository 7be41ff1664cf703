"""How many SQL statements one request costs, counted in this process through the whole stack of middleware."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.test import Client

from motcua.bench.requests import Call
from motcua.identity.api import find_user

# Transaction control costs a round trip too, but the goals speak of statements that do something.
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def count_statements(calls: Sequence[Call]) -> list[str]:
    """The statements of the last of ``calls``, in order; all are made by one person in one session.

    The ones before fill what a served process keeps for its life and a session for its own. Raises
    ``AssertionError`` when a request fails.
    """
    client = Client(SERVER_NAME="127.0.0.1")
    if calls[0].user:
        user = find_user(username=calls[0].user)
        assert user is not None
        client.force_login(user, backend="motcua.identity.backends.PasswordBackend")
    return [_statements_of(call, client) for call in calls][-1]


def _statements_of(call: Call, client: Client) -> list[str]:
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.lstrip().upper().startswith(CONTROL):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(call.path) if call.body is None else client.post(call.path, call.body)
    assert answer.status_code in (200, 302), answer.status_code
    return seen
