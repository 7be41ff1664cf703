"""The province that tests stand on is the same whether services wrote it or its rows were copied back."""

from datetime import UTC, datetime

from django.db import connection, transaction

from motcua.identity.api import Agency, User, list_staff_accounts
from motcua.identity.models import RoleGrant

from .province import stand_up_province

Grants = RoleGrant.history.rel.related_model
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


def stand_up_and_take_down():
    """What stands after the services wrote it; nothing of it is left."""
    with transaction.atomic():
        stand_up_province(now=NOW)
        found = shown()
        transaction.set_rollback(True)
    return found


def shown():
    agencies = Agency.objects.order_by("code").values_list("code", "name_vi", "parent__code")
    return list(agencies), sorted(account.username for account in list_staff_accounts())


def test_the_copied_province_is_the_one_that_was_made(db):
    made = stand_up_and_take_down()
    stand_up_province(now=NOW)
    assert shown() == made


def test_numbers_go_on_after_the_copied_rows_when_a_restored_backup_set_them_back(db):
    stand_up_and_take_down()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE identity_user ALTER COLUMN id RESTART WITH 1")
    stand_up_province(now=NOW)
    highest = User.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert User.objects.create(username="moi", full_name="Người mới").pk > highest


def test_histories_go_on_after_the_copied_rows_too(db):
    with transaction.atomic():
        stand_up_province(now=NOW)
        lowest = Grants.objects.order_by("pgh_id").values_list("pgh_id", flat=True)[0]
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE identity_role_grant_history ALTER COLUMN pgh_id RESTART WITH {lowest}")
    stand_up_province(now=NOW)
    grant = RoleGrant.objects.order_by("pk")[0]
    before = grant.history.count()
    RoleGrant.objects.filter(pk=grant.pk).update(role="records_clerk")
    assert grant.history.count() == before + 1


def test_rows_that_stand_in_the_way_are_not_copied_over(db):
    made = stand_up_and_take_down()
    stand_up_province(now=NOW)
    stand_up_province(now=NOW)
    assert shown() == made
