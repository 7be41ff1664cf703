"""What happens when a person comes back from the e-identity provider."""

from typing import Any, NoReturn

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.identity.api import AuthorityRefused, User, accept_identity
from motcua.integrations.oidc.claims import IdentityRefused
from motcua.integrations.oidc.provider import VouchedLogin
from motcua.platform import clock
from motcua.platform.audit import api as audit

log = structlog.get_logger(__name__)
STATUS = {"declined": 200, "session": 400, "level": 403, "conflict": 409, "down": 503}
BROKEN_ANSWER = 502


class EidAdapter(DefaultSocialAccountAdapter):
    """Ties a vouched-for person to their account and explains every way in which that can fail."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the account before allauth would ask the person to sign up."""
        assert isinstance(sociallogin, VouchedLogin)
        identity = sociallogin.vouched_identity
        if sociallogin.vouched_nonce != sociallogin.state.get("nonce"):
            raise IdentityRefused("tampered")
        if identity.person.assurance_level < settings.EID_MINIMUM_LEVEL:
            raise IdentityRefused("level")
        with transaction.atomic():
            user = _accept(request, sociallogin)
            _tie(request, sociallogin, user)

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The one provider of the settings; nothing is kept in the database, so secrets stay out of it."""
        wanted = provider in (None, "eid", settings.EID_PROVIDER_ID)
        if not settings.EID_SERVER_URL or not wanted or client_id not in (None, settings.EID_CLIENT_ID):
            return []
        return [
            SocialApp(
                provider="eid",
                provider_id=settings.EID_PROVIDER_ID,
                name=settings.EID_NAME,
                client_id=settings.EID_CLIENT_ID,
                secret=settings.EID_CLIENT_SECRET,
                settings={"server_url": settings.EID_SERVER_URL},
            )
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        began_here = bool((extra_context or {}).get("state"))
        code = code_of(error, exception, began_here=began_here)
        raise ImmediateHttpResponse(failure_page(request, code=code))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The provider tells its people about sign-ins; a second mail from us would only worry them."""


def code_of(error: str | None, exception: Exception | None, *, began_here: bool) -> str:
    """Which explanation fits.

    Our own refusals carry their code, an answer to no question of ours is a lost session, and whatever else
    stops the exchange is the provider's trouble.
    """
    if isinstance(exception, IdentityRefused):
        return exception.code
    if error == AuthError.CANCELLED:
        return "declined"
    return "down" if began_here or exception is not None else "session"


def failure_page(request: HttpRequest, *, code: str) -> HttpResponse:
    """A page that says what happened and what to do; also one line in the event log."""
    audit.record(action="identity.eid_sign_in_failed", now=clock.now(), detail={"reason": code})
    log.warning("eid_sign_in_failed", reason=code)
    context = {"code": code, "provider": settings.EID_NAME}
    return render(request, "oidc/failed.html", context, status=STATUS.get(code, BROKEN_ANSWER))


def _accept(request: HttpRequest, sociallogin: VouchedLogin) -> User:
    known_user_id = sociallogin.account.user_id if sociallogin.account.pk else None
    if sociallogin.state.get("process") == "connect" and not isinstance(request.user, AnonymousUser):
        known_user_id = request.user.pk
    try:
        return accept_identity(
            identity=sociallogin.vouched_identity, known_user_id=known_user_id, now=clock.now()
        )
    except AuthorityRefused as refusal:
        raise IdentityRefused("conflict") from refusal


def _tie(request: HttpRequest, sociallogin: SocialLogin, user: User) -> None:
    # Looked up again: another window of the same person may have been first while this one waited.
    known = SocialAccount.objects.filter(
        provider=sociallogin.account.provider, uid=sociallogin.account.uid
    ).first()
    if known is not None:
        sociallogin.account = known
    if sociallogin.account.pk and sociallogin.account.user_id == user.pk:
        sociallogin.user = user
        return
    sociallogin.connect(request, user)
