"""The agency that runs the reform work of the province (cơ quan thường trực cải cách hành chính)."""

from datetime import date

from django.db.models import Q

from motcua.identity.api import Agency, AgencyKind, Role, get_province, short_name


def find_standing_body(*, on: date) -> Agency:
    """Where the managers of the index serve on a day; the People's Committee while there is none elsewhere.

    Departments are named anew and merged, so documents take the name from here and never from the code.
    """
    office = "units__appointments__"
    serving = Q(**{f"{office}grants__role": Role.REFORM_MANAGER, f"{office}valid_from__lte": on})
    lasting = Q(**{f"{office}valid_to__isnull": True}) | Q(**{f"{office}valid_to__gte": on})
    found = Agency.objects.filter(serving & lasting, is_active=True).exclude(kind=AgencyKind.PROVINCE)
    return found.select_related("parent").order_by("id").first() or get_province()


def list_bodies_above(*, agency: Agency, on: date) -> list[str]:
    """Names in Vietnamese of whom a plan or report of ``agency`` goes to: the People's Committee, the standing body."""
    bodies = (get_province(), find_standing_body(on=on))
    return list(dict.fromkeys(short_name(body) for body in bodies if body.pk != agency.pk))
