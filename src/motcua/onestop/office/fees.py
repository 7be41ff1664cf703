"""The fee of a dossier as the office must see it before a result goes out."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.onestop.dossiers.models import Dossier, DossierEvent, MoneyState, State
from motcua.onestop.office.listing import in_english
from motcua.platform.ui.formats import format_datetime, format_money

# Nobody owes for what was not taken in or was taken back.
WITHOUT_FEE = frozenset({State.SUBMITTED, State.REFUSED, State.WITHDRAWN, State.STOPPED})


def fee_warning(dossier: Dossier, events: Sequence[DossierEvent]) -> str:
    """What is unpaid, and whether the applicant was asked for it; empty when nothing is."""
    if dossier.money_state != MoneyState.DUE or State(dossier.state) in WITHOUT_FEE:
        return ""
    amount = format_money(dossier.fee_total, language="en" if in_english() else "vi")
    asked = [event.at for event in events if event.kind == "payment_requested"]
    if asked:
        words = _("The fee of %(amount)s is not recorded as paid. The applicant was asked for it at %(at)s.")
        return words % {"amount": amount, "at": format_datetime(timezone.localtime(asked[-1]))}
    words = _("The fee of %(amount)s is not recorded as paid, and the applicant has not been asked for it.")
    return words % {"amount": amount}


def receipt_words(events: Sequence[DossierEvent]) -> str:
    """Under which number the fee was recorded; empty while it was not."""
    numbers = [str(event.data["receipt"]) for event in events if event.data.get("receipt")]
    return _("Receipt %(number)s") % {"number": numbers[-1]} if numbers else ""
