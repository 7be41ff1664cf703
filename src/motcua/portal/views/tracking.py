"""Following a dossier by code and ID number, without an account."""

from functools import lru_cache
from uuid import UUID

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.onestop.api import Dossier, Tracked, find_by_code, get_tracked, may_be_rated, tracking_page
from motcua.platform import clock
from motcua.platform.attempts.api import count_attempt
from motcua.platform.calendar.api import versions_of_calendars
from motcua.platform.ui.frames import FramedPage
from motcua.platform.ui.parts import escaped, icon, summary_list, timeline
from motcua.portal.standing import draw_standing

SIGNER = signing.TimestampSigner(salt="portal.tracking")
TOKEN_SECONDS = 3600
TRACKED = FramedPage("portal/tracked.html", ("code", "standing", "timeline", "tracks", "rating"))


class TrackingForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Dossier code"),
        help_text=gettext_lazy("On the receipt slip, for instance H99.15-230130-0007."),
        max_length=40,
    )
    id_number = forms.CharField(
        label=gettext_lazy("ID number or tax code"),
        help_text=gettext_lazy(
            "The personal ID number of whoever filed it, or the tax code of the organisation it was filed for."
        ),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for code and ID number; the ID number travels in the body, never in an address."""
    form = TrackingForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method != "POST" or not form.is_valid():
        return render(request, "portal/track.html", {"form": form})
    if _too_many(request):
        form.add_error(None, _("Too many attempts from this address. Please try again in ten minutes."))
        return render(request, "portal/track.html", {"form": form}, status=429)
    dossier = find_by_code(**form.cleaned_data)
    if dossier is None:
        form.add_error(
            None, _("No dossier has this code and this ID number. Please compare both with the receipt slip.")
        )
        return render(request, "portal/track.html", {"form": form}, status=422)
    return redirect("portal:tracked", token=SIGNER.sign(str(dossier.uuid)))


@require_safe
def tracked(request: HttpRequest, token: str) -> HttpResponse:
    """State, agency, officer and times of the dossier that the token opens for an hour."""
    try:
        found = get_tracked(uuid=dossier_of(token), now=clock.now())
    except signing.SignatureExpired:
        return redirect("portal:track")
    except (signing.BadSignature, ValueError, Dossier.DoesNotExist):
        raise Http404
    parts = dict(_draw(found, versions_of_calendars(), get_language()))
    response = TRACKED.respond(request, {**parts, "rating": _way_to_rate(found, token)})
    response.headers["Cache-Control"] = "no-store, private"
    return response


def dossier_of(token: str) -> UUID:
    """The id that the token of a tracking page stands for, within its hour.

    Raises ``signing.SignatureExpired``, ``signing.BadSignature`` and ``ValueError``.
    """
    return UUID(SIGNER.unsign(token, max_age=TOKEN_SECONDS))


def _way_to_rate(found: Tracked, token: str) -> SafeString:
    if not may_be_rated(found.dossier):
        return SafeString("")
    address, word = reverse("portal:rate_tracked", args=[token]), escaped(_("Rate how it was handled"))
    return SafeString(
        f'<p class="no-print"><a class="btn" href="{escaped(address)}">{icon("star")}{word}</a></p>'
    )


@lru_cache(maxsize=1000)
def _draw(
    found: Tracked, _calendars: frozenset[tuple[str, int]], _language: str | None
) -> tuple[tuple[str, str], ...]:
    """The parts of the page, kept by everything they hang on: people look at the same dossier again and again."""
    page = tracking_page(found)
    return (
        ("code", str(page["dossier"])),
        ("standing", draw_standing(page)),
        ("timeline", timeline(page["entries"])),
        ("tracks", summary_list(page["tracks"], compact=True)),
    )


def _too_many(request: HttpRequest) -> bool:
    """Count attempts of one address: codes run in sequence, so ID numbers must not be guessed at leisure."""
    address = request.META.get("REMOTE_ADDR", "")
    attempts = count_attempt(what="tracking", whom=address, seconds=600, now=clock.now())
    allowed: int = settings.TRACKING_ATTEMPTS
    return attempts > allowed
