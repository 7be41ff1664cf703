import pytest
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import functions
from pytest_django import DjangoAssertNumQueries

from motcua.identity.models import Agency, Unit, User
from motcua.platform.prepared import Param, Prepared

pytestmark = pytest.mark.django_db
NAME = models.CharField()


def by_name() -> "models.QuerySet[User]":
    return User.objects.filter(username=Param("name", NAME)).only("username", "full_name")


def test_each_run_has_its_own_values() -> None:
    found = Prepared(by_name)
    for name in ("lan", "minh"):
        User.objects.create(username=name, full_name=name.title())
    assert [[user.full_name for user in found.all(name=name)] for name in ("lan", "minh", "x")] == [
        ["Lan"],
        ["Minh"],
        [],
    ]


def test_a_value_is_never_read_as_sql() -> None:
    User.objects.create(username="lan")
    assert Prepared(by_name).all(name="' OR username <> '") == []


def test_columns_that_were_left_out_are_read_when_asked_for(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    User.objects.create(username="lan", email="lan@x.example")
    with django_assert_num_queries(1):
        (user,) = Prepared(by_name).all(name="lan")
    with django_assert_num_queries(1):
        assert user.email == "lan@x.example"


def test_related_rows_come_with_the_same_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    agency = Agency.objects.create(code="SKHCN", name_vi="Sở Khoa học và Công nghệ", kind="department")
    Unit.objects.create(code="P1", agency=agency, name_vi="Phòng một")
    units = Prepared(lambda: Unit.objects.filter(code=Param("code", NAME)).select_related("agency"))
    with django_assert_num_queries(1):
        (unit,) = units.all(code="P1")
        assert unit.agency == agency


def test_a_model_is_the_one_that_django_makes() -> None:
    agency = Agency.objects.create(code="SKHCN", name_vi="Sở Khoa học và Công nghệ", kind="department")
    Unit.objects.create(code="P1", agency=agency, name_vi="Phòng một")

    def ordinary() -> "models.QuerySet[Unit]":
        return Unit.objects.select_related("agency").annotate(length=functions.Length("name_vi"))

    (ours,), (theirs,) = Prepared(ordinary).all(), ordinary()
    for one, other in ((ours, theirs), (ours.agency, theirs.agency)):
        assert {**vars(one), "_state": None} == {**vars(other), "_state": None}
        assert (one._state.db, one._state.adding) == (other._state.db, other._state.adding)
    ours.name_vi = "Phòng hai"
    ours.save()
    assert Unit.objects.get().name_vi == "Phòng hai"


def test_a_missing_related_row_is_none(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    User.objects.create(username="lan")
    entries = Prepared(lambda: LogEntry.objects.select_related("content_type", "user"))
    LogEntry.objects.create(user=User.objects.get(), action_flag=1, content_type=None)
    with django_assert_num_queries(1):
        (entry,) = entries.all()
        assert (entry.content_type, entry.user.username) == (None, "lan")


def test_plain_columns_come_as_tuples() -> None:
    User.objects.create(username="lan", full_name="Lan")
    names = Prepared(lambda: by_name().values_list("full_name"))
    assert names.all(name="lan") == [("Lan",)]


def test_a_query_that_cannot_match_costs_no_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert Prepared(lambda: User.objects.filter(pk__in=[])).all() == []
