"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.reform.initiatives.models import Level, ReviewState

ACTIONS: dict[str, Any] = {
    "initiative.begun": _("Initiative begun"),
    "initiative.changed": _("Initiative changed"),
    "initiative.annex_added": _("Paper attached to an initiative"),
    "initiative.annex_removed": _("Paper taken from an initiative"),
    "initiative.submitted": _("Initiative filed"),
    "initiative.withdrawn": _("Initiative withdrawn"),
    "initiative.accepted": _("Initiative accepted"),
    "initiative.returned": _("Initiative returned to its authors"),
    "initiative.put_before_council": _("Initiative put before a council"),
    "initiative.given_back": _("Initiative given back by a council that ended"),
    "initiative.ballot_cast": _("Score sheet handed in"),
    "initiative.ballot_cast_anew": _("Score sheet handed in anew"),
    "initiative.scoring_closed": _("Scoring of an initiative closed"),
    "initiative.decision_drafted": _("Decision on an initiative drafted"),
    "initiative.recognised": _("Initiative recognised"),
    "initiative.recognition_undone": _("Recognition of an initiative undone"),
    "initiative.replicated": _("Initiative applied elsewhere"),
    "initiative_council.set_up": _("Council of initiatives drafted"),
    "initiative_council.seated": _("Council of initiatives set up"),
    "initiative_council.ended": _("Council of initiatives ended"),
    "initiative_target.set": _("Target of initiatives set"),
}
THINGS: dict[str, Any] = {
    "initiative": _("Initiative"),
    "initiative_council": _("Council of initiatives"),
    "initiative_target": _("Target of initiatives"),
}
DETAILS: dict[str, Any] = {
    "level": _("Level"),
    "outcome": _("Outcome"),
    "place": _("Place"),
    "members": _("Members"),
    "amount": pgettext_lazy("target", "Amount"),
}
VALUES: dict[str, dict[Any, Any]] = {
    "level": dict(Level.choices),
    "outcome": dict(ReviewState.choices),
}
