"""The rows that every step writes carry no index that another one serves."""

import pytest
from django.db import connection

from motcua.identity.api import AgencyKind, Membership, Role, StaffContext
from motcua.onestop.dossiers.models import Dossier, DossierEvent
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.policies import policy

pytestmark = pytest.mark.django_db

# Whole indexes over plain columns, with what tells that two are of one kind.
PLAIN = """
SELECT c.relname, i.indkey::text, i.indisunique
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
WHERE i.indrelid = %s::regclass AND m.amname = 'btree' AND i.indpred IS NULL AND i.indexprs IS NULL
"""


def test_what_an_agency_knows_is_found_without_reading_every_dossier():
    staff = StaffContext(
        user_id=1,
        full_name="",
        memberships=(
            Membership(
                appointment_id=1,
                agency_id=7,
                agency_code="SKHCN",
                unit_id=8,
                unit_code="P1",
                role=Role.SPECIALIST,
                agency_kind=AgencyKind.DEPARTMENT,
            ),
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Dossier.objects.filter(policy.known_to(staff)).order_by().explain()
    assert "Seq Scan" not in plan and "Filter" not in plan, plan


@pytest.mark.parametrize("model", [Dossier, DossierEvent, Draft, Attachment])
def test_no_index_is_the_beginning_of_another(model):
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [model._meta.db_table])
        found = [(name, columns.split(), unique) for name, columns, unique in cursor.fetchall()]
    needless = [
        (name, other)
        for name, columns, unique in found
        for other, wider, _unique in found
        if name != other and not unique and wider[: len(columns)] == columns
    ]
    assert needless == []
