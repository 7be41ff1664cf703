"""Text messages over the HTTP interface of a gateway: our words on one side, its words on the other."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from motcua.integrations.http import Unreachable, call, fields_of
from motcua.notifications.ports import (
    AddressRefused,
    CarrierError,
    Permanent,
    SmsReport,
    SmsStatus,
    Temporary,
)
from motcua.platform.adapters import Problem

STATUSES = {
    "accepted": SmsStatus.SENT,
    "delivered": SmsStatus.DELIVERED,
    "undeliverable": SmsStatus.FAILED,
}
# Whatever is not listed and not an answer of 5xx is a mistake of ours, which repeating cannot mend.
_ERRORS: dict[int, type[CarrierError]] = {408: Temporary, 422: AddressRefused, 429: Temporary}


class HttpSmsGateway:
    """Adapter of the port ``SmsGateway``."""

    def send(self, *, reference: str, phone: str, text: str) -> str:
        callback = f"{settings.BASE_URL}{reverse('integrations:sms_report')}"
        body = {"reference": reference, "to": phone, "text": text, "callback_url": callback}
        return str(self._ask("POST", "/messages", body).get("id", ""))

    def status(self, *, reference: str) -> SmsReport:
        return report_from(self._ask("GET", f"/messages/{reference}"))

    def check(self) -> list[Problem]:
        if not settings.SMS_URL:
            what = "No text-message gateway is named: no text messages are sent."
            return [Problem(what=what, mend="Set MOTCUA_SMS_URL and MOTCUA_SMS_SECRET.")]
        try:
            self._ask("GET", "/health")
        except CarrierError as error:
            return [
                Problem(
                    what=f"The text-message gateway does not answer: {error.detail}.",
                    mend=f"See whether {settings.SMS_URL} is right (MOTCUA_SMS_URL, MOTCUA_SMS_SECRET).",
                )
            ]
        return []

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        if not settings.SMS_URL:
            raise Permanent("MOTCUA_SMS_URL is not set")
        url = f"{settings.SMS_URL}{path}"
        try:
            response = call(
                system="sms_gateway", method=method, url=url, secret=settings.SMS_SECRET, body=body
            )
            if response.is_success:
                return fields_of(response)
        except Unreachable as trouble:
            raise Temporary(str(trouble)) from trouble
        default = Temporary if response.is_server_error else Permanent
        raise _ERRORS.get(response.status_code, default)(f"HTTP {response.status_code}")


def report_from(fields: dict[str, Any]) -> SmsReport:
    """Read a status as the gateway writes it; raises :class:`Permanent` when it breaks its protocol."""
    try:
        return SmsReport(
            reference=str(fields["reference"]),
            status=STATUSES[fields["status"]],
            at=datetime.fromisoformat(fields["at"]),
            reason=str(fields.get("reason", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Permanent("unknown form of status") from error
