"""Matters of the standing body itself, which the People's Committee takes in hand in its place.

An inspection is a matter of the inspected agency, a shortcoming of the one that must remedy it, a written notice of its
recipient. So what an inspection of several agencies asks of the standing body is its own matter too.
"""

from django.db.models import F, Model, Q

from motcua.identity.api import Agency, get_province
from motcua.reform.inspections.choices import Scope
from motcua.reform.inspections.models import Inspection, RemedyNotice, Shortcoming

Thing = Inspection | RemedyNotice | Shortcoming

_CONCERNED: dict[type[Model], str] = {
    Inspection: "subject_agency_id",
    Shortcoming: "owner_agency_id",
    RemedyNotice: "recipient_agency_id",
}


def concerned_by(thing: Thing) -> int:
    """Id of the agency whose matter it is."""
    return int(getattr(thing, _CONCERNED[type(thing)]))


def is_own_matter(thing: Thing) -> bool:
    """Is it a matter of the standing body that runs the inspections of the province?"""
    return thing.scope == Scope.PROVINCE and concerned_by(thing) == thing.agency_id


def own_matters(model: type[Model]) -> Q:
    """Rows of which :func:`is_own_matter` holds."""
    return Q(scope=Scope.PROVINCE, **{_CONCERNED[model]: F("agency_id")})


def matters_of(model: type[Model], agency_ids: frozenset[int]) -> Q:
    """Rows of the inspections of the province that are a matter of one of these agencies."""
    return Q(scope=Scope.PROVINCE, **{f"{_CONCERNED[model]}__in": agency_ids})


def issuer_of(thing: Thing) -> Agency:
    """Who issues the documents about it: the organiser, or the People's Committee in the organiser's own matters."""
    return get_province() if is_own_matter(thing) else thing.agency
