"""Queries whose SQL is written once a process: the ORM takes longer to write a wide join than PostgreSQL to run it.

The queryset stays an ordinary one; only the values that change from call to call are a :class:`Param`. For the
few reads that every page or a hot page makes; everywhere else a plain queryset is right.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable

Row = TypeVar("Row")
Converters = dict[int, tuple[list[Callable[[Any, Any, Any], Any]], Any]]


@dataclass(frozen=True)
class Slot:
    """Where a value goes among the parameters of a written statement."""

    name: str


class Param(Expression):
    """A value that is named when the query is written and given when it runs."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [Slot(self.name)]


class Fixed(Expression):
    """A number that is part of the statement, for a planner who must know which one it is: a state, never an id."""

    def __init__(self, value: int, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.value = int(value)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return str(self.value), []


class Written(NamedTuple):
    """A statement, its parameters, and how a row of its answer becomes what the queryset gives."""

    sql: str
    params: tuple[Any, ...]
    converters: Converters
    make: Callable[[Sequence[Any]], Any]


class Prepared(Generic[Row]):
    """A queryset of models (with ``select_related`` and ``only``) or of ``values_list`` tuples, written once.

    ``build`` is called at the first use. It must not look at anything that may change in the life of the process.
    """

    def __init__(self, build: Callable[[], "QuerySet[Any, Row]"]) -> None:
        self._build = build

    def all(self, **values: Any) -> list[Row]:
        """Every row, with ``values`` for the parameters. Raises ``KeyError`` when one is missing."""
        return [self.make(row) for row in self.raw(**values)]

    def raw(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows as the database gives them: equal ones make equal things, which need not be made twice."""
        written = self._written
        if written is None:
            return []
        with self._cursor() as cursor:
            cursor.execute(written.sql, fill(written.params, values))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            note_text(cursor, written.sql)
        return rows

    def make(self, row: Sequence[Any]) -> Row:
        """What the queryset gives for a raw row."""
        written = self._written
        assert written is not None, "a row of this query"
        made: Row = written.make(_converted(row, written.converters))
        return made

    def _cursor(self) -> CursorWrapper:
        return connection.cursor()

    @cached_property
    def _written(self) -> Written | None:
        return self._write()

    def _write(self) -> Written | None:
        """None when the queryset can have no row, whatever the values."""
        queryset = self._build()
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        converters = compiler.get_converters([column[0] for column in compiler.select])
        is_models = issubclass(queryset._iterable_class, ModelIterable)
        return Written(sql, tuple(params), converters, _model_maker(compiler) if is_models else tuple)


def note_text(cursor: CursorWrapper, sql: str) -> None:
    """Put the text of the last statement into the log: one planned before does not tell it."""
    if cursor.db.queries_logged:
        cursor.db.queries_log[-1]["sql"] = sql


def fill(params: Iterable[Any], values: dict[str, Any]) -> list[Any]:
    """The parameters of a written statement with each :class:`Slot` replaced by its value."""
    return [values[param.name] if isinstance(param, Slot) else param for param in params]


def _converted(row: Sequence[Any], converters: Converters) -> Sequence[Any]:
    if not converters:
        return row
    values = list(row)
    for at, (steps, expression) in converters.items():
        for convert in steps:
            values[at] = convert(values[at], expression, connection)
    return values


def _model_maker(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """What ``ModelIterable`` does for each row, with its preparations done beforehand."""
    read = _reader(compiler.klass_info, compiler.select)
    annotations = tuple(compiler.annotation_col_map.items())

    def make(row: Sequence[Any]) -> Any:
        made = read(row)
        vars(made).update((name, row[at]) for name, at in annotations)
        return made

    return make


def _reader(info: Mapping[str, Any], select: Sequence[Any]) -> Callable[[Sequence[Any]], Any]:
    """One model and its related ones from a row, None where the row has none.

    What ``Model.from_db`` makes, at a third of its cost: a column that was left out is no attribute yet, and
    the signals of making a model are not sent, for nobody here hears them.
    """
    model, first, last = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:last]]
    key = first + names.index(model._meta.pk.attname)
    related = [
        (each["local_setter"], each["remote_setter"], _reader(each, select))
        for each in info.get("related_klass_infos", ())
    ]

    def read(row: Sequence[Any]) -> Any:
        if row[key] is None:
            return None
        made = model.__new__(model)
        made._state = state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        vars(made).update(zip(names, row[first:last], strict=True))
        for set_here, set_there, read_other in related:
            other = read_other(row)
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made

    return read
