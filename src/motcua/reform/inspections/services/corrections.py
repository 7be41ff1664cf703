"""A correction of an appraisal becomes a shortcoming that has to be remedied."""

from datetime import datetime

from django.db import transaction

from motcua.identity.api import Agency, User
from motcua.reform.inspections.choices import Scope
from motcua.reform.inspections.models import Shortcoming
from motcua.reform.inspections.services._base import note, today_of
from motcua.reform.inspections.services.conclusions import Found, fill


@transaction.atomic
def open_from_correction(
    *, organiser: Agency, origin: str, year: int, found: Found, actor: User, now: datetime
) -> Shortcoming:
    """A shortcoming that waits for its written notice; one for each ``origin``, however often it is asked for."""
    Agency.objects.select_for_update().get(pk=organiser.pk)
    known = Shortcoming.objects.filter(origin=origin).first()
    if known is not None:
        return known
    numbers = Shortcoming.objects.filter(agency=organiser, effect_year=year).exclude(origin="")
    shortcoming = Shortcoming(
        agency=organiser,
        scope=Scope.PROVINCE,
        origin=origin,
        ordinal=max(numbers.values_list("ordinal", flat=True), default=0) + 1,
        effect_year=year,
        found_on=today_of(now),
        created_at=now,
        created_by=actor,
    )
    fill(shortcoming, found)
    shortcoming.save()
    note(
        "correction_taken_up",
        shortcoming,
        actor=actor,
        now=now,
        kind="shortcoming",
        detail={"origin": origin},
    )
    return shortcoming
