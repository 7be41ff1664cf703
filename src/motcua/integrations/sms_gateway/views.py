"""Where the text-message gateway reports what became of a message."""

import json
import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.integrations.callbacks import HEADER, is_genuine
from motcua.integrations.sms_gateway.adapter import report_from
from motcua.notifications.api import record_delivery_report
from motcua.notifications.ports import Permanent


@csrf_exempt
@require_POST
def sms_report(request: HttpRequest) -> HttpResponse:
    """204 when taken (also when it was no news), 401 for a wrong signature, 400 for another form."""
    header = request.headers.get(HEADER, "")
    if not is_genuine(secret=settings.SMS_SECRET, header=header, body=request.body, now=datetime.now(UTC)):
        return HttpResponse(status=401)
    try:
        report = report_from(json.loads(request.body))
        uuid.UUID(report.reference)
    except (Permanent, ValueError):
        return HttpResponse(status=400)
    record_delivery_report(report=report)
    return HttpResponse(status=204)
