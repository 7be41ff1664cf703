"""What a signed result no longer allows."""

from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.transitions import TransitionRefused
from motcua.onestop.results.api import has_decision


def require_undecided(*, dossier: Dossier, kind: str) -> None:
    """Raise :class:`TransitionRefused` (``decision_signed``) once the leader has signed the result.

    From then on the result is issued, or sent back for a new draft; the clock and the end stay as they are.
    Called with the dossier locked.
    """
    if has_decision(dossier=dossier):
        raise TransitionRefused("decision_signed", kind=kind)
