"""Who decides the points of an area: the agency that leads its appraisal."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from motcua.identity.api import Agency
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.rules.edition import Area, Edition

Bodies = Mapping[str, Agency]


def bodies_of(*editions: Edition) -> Bodies:
    """The deciding bodies that this house knows, by code: one statement."""
    codes = {area.appraiser for edition in editions for area in edition.areas}
    return {agency.code: agency for agency in Agency.objects.filter(code__in=codes)}


def body_name(area: Area, bodies: Bodies) -> str:
    """Its name; the code where the house does not know the agency."""
    if not area.appraiser:
        return _("nobody named")
    known = bodies.get(area.appraiser)
    return str(bilingual(known, "name")) if known else area.appraiser
