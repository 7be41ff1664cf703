"""Where the postal carrier tells what happened to an item."""

import json
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.integrations.callbacks import HEADER, is_genuine
from motcua.integrations.postal_carrier.adapter import HttpCarrier, event_from
from motcua.platform import clock
from motcua.postal.api import Delivery, hear
from motcua.postal.ports import Permanent


@csrf_exempt
@require_POST
def carrier_event(request: HttpRequest) -> HttpResponse:
    """204 when kept (also when known already), 401 wrong signature, 400 another form, 404 unknown slip."""
    header, real_time = request.headers.get(HEADER, ""), datetime.now(UTC)
    if not is_genuine(secret=settings.CARRIER_SECRET, header=header, body=request.body, now=real_time):
        return HttpResponse(status=401)
    try:
        event = event_from(json.loads(request.body))
        hear(event=event, carrier=HttpCarrier.name, now=clock.now())
    except (Permanent, ValueError):
        return HttpResponse(status=400)
    except Delivery.DoesNotExist:
        return HttpResponse(status=404)
    return HttpResponse(status=204)
