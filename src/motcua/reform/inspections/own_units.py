"""The units that an agency inspects itself (tự kiểm tra): all of them, whatever its plan says.

A unit belongs to a year when somebody serves in it on any day of that year. The leadership (ban lãnh đạo), where none
but leaders serve, is no unit below the agency: it is who has the others inspected.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.identity.api import Appointment, Role, Unit


def units_of_year(*, start: date, end: date) -> QuerySet[Unit]:
    """Units of every active agency in which somebody but leaders serves between two days, both included."""
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=start)
    serving = Appointment.objects.filter(open_ended, unit=OuterRef("pk"), valid_from__lte=end)
    working = serving.exclude(grants__role=Role.LEADER)
    return Unit.objects.filter(Exists(working), agency__is_active=True).select_related("agency")
