"""How many SQL statements one request costs, counted in this process through the whole stack of middleware."""

from typing import Any

from django.db import connection
from django.test import Client

from motcua.bench.requests import Call
from motcua.identity.api import find_user

# Transaction control costs a round trip too, but the goals speak of statements that do something.
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def count_statements(call: Call) -> list[str]:
    """The statements of one request, in order. Raises ``AssertionError`` when the request fails."""
    client = Client(SERVER_NAME="127.0.0.1")
    if call.user:
        user = find_user(username=call.user)
        assert user is not None
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.lstrip().upper().startswith(CONTROL):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(call.path) if call.body is None else client.post(call.path, call.body)
    assert answer.status_code in (200, 302), answer.status_code
    return seen
