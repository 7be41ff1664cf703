"""Public post over the HTTP interface of a carrier: our words on one side, its words on the other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from motcua.integrations.http import Unreachable, call, fields_of
from motcua.platform.adapters import Problem
from motcua.postal.ports import CarrierError, CarrierEvent, Item, Permanent, Temporary

# Values are those of DeliveryState, the delivery track of the house.
STATES = {
    "PICKED_UP": "handed_over",
    "IN_TRANSIT": "in_transit",
    "DELIVERED": "delivered",
    "NOT_DELIVERED": "failed",
    "RETURNED_TO_SENDER": "returned",
}
_ERRORS: dict[int, type[CarrierError]] = {408: Temporary, 429: Temporary}


class HttpCarrier:
    """Adapter of the port ``PostalCarrier``."""

    name = "http"

    def book(self, *, item: Item) -> str:
        body = {
            "reference": item.reference,
            "note": item.dossier_code,
            "to": {"name": item.recipient_name, "address": item.address, "phone": item.phone},
            "callback_url": f"{settings.BASE_URL}{reverse('integrations:carrier_event')}",
        }
        slip = self._ask("POST", "/items", body).get("slip_number")
        if not slip:
            raise Permanent("no slip number in the answer")
        return str(slip)

    def confirm_hand_over(self, *, slip_number: str, at: datetime) -> None:
        self._ask("POST", f"/items/{slip_number}/hand-over", {"at": at.isoformat()})

    def cancel(self, *, slip_number: str) -> None:
        self._ask("DELETE", f"/items/{slip_number}")

    def track(self, *, slip_number: str) -> Sequence[CarrierEvent]:
        events = self._ask("GET", f"/items/{slip_number}").get("events", [])
        return [event_from(fields) for fields in events]

    def check(self) -> list[Problem]:
        if not settings.CARRIER_URL:
            what = "No postal carrier is named: items for the post wait."
            return [Problem(what=what, mend="Set MOTCUA_CARRIER_URL and MOTCUA_CARRIER_SECRET.")]
        try:
            self._ask("GET", "/health")
        except CarrierError as error:
            return [
                Problem(
                    what=f"The postal carrier does not answer: {error.detail}.",
                    mend=f"See whether {settings.CARRIER_URL} is right"
                    " (MOTCUA_CARRIER_URL, MOTCUA_CARRIER_SECRET).",
                )
            ]
        return []

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        if not settings.CARRIER_URL:
            raise Temporary("MOTCUA_CARRIER_URL is not set")
        url = f"{settings.CARRIER_URL}{path}"
        try:
            response = call(
                system="postal_carrier", method=method, url=url, secret=settings.CARRIER_SECRET, body=body
            )
            if response.is_success:
                return fields_of(response)
        except Unreachable as trouble:
            raise Temporary(str(trouble)) from trouble
        default = Temporary if response.is_server_error else Permanent
        raise _ERRORS.get(response.status_code, default)(_words(response.status_code, response.text))


def event_from(fields: dict[str, Any]) -> CarrierEvent:
    """Read one fact as the carrier writes it; raises :class:`Permanent` when it breaks its protocol."""
    try:
        at = datetime.fromisoformat(fields["at"])
        if at.tzinfo is None:
            raise ValueError("moment without zone")
        return CarrierEvent(
            event_id=str(fields["id"])[:80],
            slip_number=str(fields["slip_number"]),
            state=STATES[fields["code"]],
            at=at,
            note=str(fields.get("note", "")),
            received_by=str(fields.get("signer", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Permanent("unknown form of event") from error


def _words(status: int, text: str) -> str:
    return f"HTTP {status} {text}"[:300]
