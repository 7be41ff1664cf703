"""Whose dossier it is: the person's who filed it, or the organisation's and of all who represent it today."""

from datetime import date

from django.db.models import Q

from motcua.identity.api import User, get_person_for, list_represented_organisations
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.policies import policy


def owned_by(user: User, *, on: date) -> Q:
    """Filter of the dossiers that this citizen may open on that day."""
    person = get_person_for(user)
    organisations = list_represented_organisations(person_id=person.pk, on=on) if person else []
    return policy.owned_by(
        user_id=user.pk,
        person_id=person.pk if person else None,
        organisation_ids=[item.pk for item in organisations],
    )


def require_owner(dossier: Dossier, *, actor: User, on: date) -> None:
    """Raise ``Dossier.DoesNotExist`` for strangers, who learn nothing of it."""
    if dossier.submitted_by_id == actor.pk and dossier.organisation_id is None:
        return
    if not Dossier.objects.filter(owned_by(actor, on=on), pk=dossier.pk).exists():
        raise Dossier.DoesNotExist
