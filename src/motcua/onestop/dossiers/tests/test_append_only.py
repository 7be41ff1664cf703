"""Events of a dossier are facts: not even the database's owner changes them by an ordinary statement."""

import pytest
from django.db import DatabaseError, transaction

from motcua.onestop.dossiers.models import DossierEvent


@pytest.mark.parametrize("change", [{"reason": "other"}, None], ids=["update", "delete"])
def test_an_event_of_a_dossier_is_neither_changed_nor_removed(submitted, change):
    events = DossierEvent.objects.filter(dossier=submitted)
    assert events.exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        events.update(**change) if change else events._raw_delete(events.db)
