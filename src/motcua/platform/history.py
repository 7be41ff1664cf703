"""Row history of configuration: every insert, update and delete leaves the row as it then was.

For models whose rows people edit in place and whose old values law or trust asks for (docs/adr/0003). Triggers
write the history, so bulk changes and plain SQL are covered; history rows refuse UPDATE and DELETE.
"""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import pghistory
from django.apps import apps
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from pghistory.models import Event

ModelClass = TypeVar("ModelClass", bound=type[models.Model])
_WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
_SET_CONTEXT = "SELECT set_config('pghistory.context_metadata', %s, true); "


def track_rows(model: ModelClass) -> ModelClass:
    """Class decorator: model ``X`` gets ``XHistory``, found by ``apps.get_model(label, "XHistory")``.

    A history row holds every field of ``X``, ``pgh_label`` (insert, update, delete), ``pgh_created_at`` and
    ``pgh_context``: ``{"user": id or null, "request": id}``, or null outside a request.
    """
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=f"{model.__name__}History",
        meta={"db_table": f"{model._meta.db_table}_history"},
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]
        append_only=True,
    )
    tracked: ModelClass = track(model)
    return tracked


def is_history(model: type[models.Model]) -> bool:
    """Whether a model is the history of another: its fields are those of the tracked model."""
    return issubclass(model, Event)


class HistoryContextMiddleware:
    """Who acts travels to the triggers inside the statement that writes: no statement is added.

    Statements on tables without history stay as they are, which keeps the dossier's way free of any cost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with connection.execute_wrapper(_Context(request)):
            return self.get_response(request)


class _Context:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if many or isinstance(params, dict) or not _writes_tracked(sql):
            return execute(sql, params, many, context)
        result = execute(_SET_CONTEXT + sql, (self._as_json(), *(params or ())), many, context)
        # The answer people wait for is that of the second statement.
        context["cursor"].nextset()
        return result

    def _as_json(self) -> str:
        request_id = getattr(self.request, "request_id", None)
        return json.dumps({"user": self.request.user.pk, "request": request_id})


def _writes_tracked(sql: Any) -> bool:
    found = _WRITE.match(sql) if isinstance(sql, str) else None
    return found is not None and found[1] in tracked_tables()


@lru_cache(maxsize=1)
def tracked_tables() -> frozenset[str]:
    """Names of the tables whose rows leave a history."""
    return frozenset(
        model.pgh_tracked_model._meta.db_table
        for model in apps.get_models()
        if is_history(model) and hasattr(model, "pgh_tracked_model")
    )
