"""Why something was not done, in words that say what to do."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_PROBLEMS: Final[dict[str, Promise]] = {
    "not_final": _("The council has not closed this season yet. It can be published afterwards."),
    "no_agencies": _("No agency takes part in this season."),
    "changed_meanwhile": _(
        "Points changed during the computation. Nothing was published; please publish again."
    ),
    "chain_moved": _("Other results were published at the same time. Please publish again."),
    "nothing_changed": _("Nothing has changed since the published result, so there is nothing to correct."),
    "not_published": _("There is no published result to correct."),
    "reason_missing": _("Say why the correction is needed; it is published with the result."),
    "signing_down": _("The signing service could not be reached. Please try again in a few minutes."),
    "no_key": _(
        "There is no seal to sign with. Please ask the administrator to register the agency's certificate."
    ),
    "broken": _(
        "The computation broke off. Please ask for it again; if it breaks off again, tell the administrator."
    ),
    "not_allowed": _("Whoever asked for it no longer has the office to publish."),
}


def problem_words(code: str) -> str:
    """The words of a problem; an unknown one by its code."""
    return str(_PROBLEMS.get(code, code))
