"""The area of a shortcoming or of an item in the language of the page; rows keep the Vietnamese name for documents."""

from collections.abc import Callable, Mapping

from django.utils.html import format_html
from django.utils.translation import get_language

from motcua.reform.inspections.checklists import areas_in_english
from motcua.reform.inspections.criteria import edition_of


def english_areas(year: int) -> Mapping[str, str]:
    """English names by the Vietnamese ones: of the edition in force for a year, and of the shipped checklists."""
    edition = edition_of(year)
    named = {area.name_vi: area.name_en for area in edition.areas if area.name_en} if edition else {}
    return {**named, **areas_in_english()}


def areas_named(year: int) -> Callable[[str], str]:
    """How choices of a form name areas: Vietnamese where nobody has translated one."""
    names = english_areas(year) if get_language() == "en" else {}
    return lambda area: names.get(area, area)


def areas_shown(year: int) -> Callable[[str], str]:
    """How a page names areas: on English pages a name that is Vietnamese only says so to who listens to the page."""
    if get_language() != "en":
        return str
    names = english_areas(year)
    return lambda area: names.get(area) or format_html('<span lang="vi">{}</span>', area)
