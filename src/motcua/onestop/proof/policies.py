"""Who may look at the proof of a dossier: those who judge agencies by it, and nobody who only wonders.

Their office is to check figures, so they see when and how a dossier was handled, never whose it is.
"""

from django.db.models import QuerySet

from motcua.identity.api import StaffContext, judges
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.proof.ports import rated_agencies


def readable(queryset: QuerySet[Dossier], staff: StaffContext) -> QuerySet[Dossier]:
    """Received dossiers of agencies that are rated; what nobody has received counts in no figure."""
    if not judges(staff):
        return queryset.none()
    return queryset.filter(agency__in=rated_agencies(), received_at__isnull=False)
