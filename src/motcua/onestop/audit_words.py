"""Words of this room for the event log."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.dossiers.presentation import WORDS
from motcua.onestop.procedures.models import Procedure
from motcua.platform.audit.words import Named, register_finder, register_words

ACTIONS = {
    **{f"dossier.{kind}": words for kind, words in WORDS.items()},
    "dossier.step_sent_back": _("Sent back"),
    "dossier.step_assigned": _("Given to a colleague"),
    "dossier.access_refused": _("Dossier asked for by somebody who may not see it"),
    "dossier.proof_viewed": _("Proof of handling looked at by somebody who judges"),
    "dossier.attempt_refused": _("Attempt on a dossier refused"),
    "dossier.due_recounted": _("Promised date counted anew"),
    "dossier.supplement_reminded": _("Reminder of a supplement request sent"),
    "draft.started": _("Draft begun"),
    "draft.file_attached": _("File added to a draft"),
    "draft.file_removed": _("File taken out of a draft"),
    "draft.deleted": _("Draft deleted"),
    "draft.restored": _("Draft taken back"),
    "draft.purged": _("Draft removed for good"),
    "draft.access_refused": _("Draft asked for by somebody who may not see it"),
    "counter.look_ups_stopped": _("Too many look-ups at the counter"),
    "counter.person_looked_up": _("Person looked up at the counter"),
    "counter.form_started": _("Form begun at the counter"),
    "form.version_made": _("Version of an e-form made"),
    "procedure_version_started": _("New version of a procedure begun"),
    "procedure_version_changed": _("Draft of a procedure changed"),
    "procedure_version_discarded": _("Draft of a procedure discarded"),
    "procedure_version_published": _("Version of a procedure published"),
    "procedure_part_confirmed": _("Part of a procedure confirmed"),
    "rating.given": _("Dossier rated by its holder"),
    "rating.changed": _("Rating of a dossier changed by its holder"),
    "ratings.exported": _("Figures of ratings taken along as a file"),
    "register.exported": _("Register taken along as a file"),
    "register.printed": _("Register printed"),
}
THINGS = {
    "dossier": _("Dossier"),
    "draft": pgettext_lazy("thing of the log", "Draft"),
    "form": _("E-form"),
    "procedure": _("Procedure"),
    "rating": _("Rating of a dossier"),
    "ratings": _("Ratings"),
    "register": _("Register"),
}
DETAILS = {
    "state": _("State"),
    "sequence": _("Entry of the dossier"),
    "code": _("Ground"),
    "component": _("Paper"),
    "file": _("File"),
    "version": _("Version"),
    "number": _("Version"),
    "decision": _("Decision"),
    "decision_on": _("Decision of (date)"),
    "valid_from": _("Valid from"),
    "part": _("Part"),
    "parts": _("Parts"),
    "source": _("Source"),
    "copied_from": _("Copied from version"),
    "days": _("Number of days"),
    "hours": _("Number of weekly hours"),
    "dossiers": _("Number of dossiers"),
    "ratings": _("Number of ratings"),
}


def register() -> None:
    """Called once when the application starts."""
    register_words(actions=ACTIONS, things=THINGS, details=DETAILS, values={"state": dict(State.choices)})
    register_finder(thing="dossier", finder=_find_dossiers)
    register_finder(thing="procedure", finder=_find_procedures)


def _find_dossiers(uuids: Iterable[str]) -> Mapping[str, Named]:
    found = Dossier.objects.filter(uuid__in=list(uuids)).only("uuid", "code", "temporary_code")
    return {str(item.uuid): Named(str(item), reverse("office:dossier", args=[item.uuid])) for item in found}


def _find_procedures(keys: Iterable[str]) -> Mapping[str, Named]:
    found = Procedure.objects.filter(key__in=list(keys)).only("key", "national_code")
    return {
        item.key: Named(
            item.national_code or item.key, reverse("procedures:office_procedure", args=[item.key])
        )
        for item in found
    }
