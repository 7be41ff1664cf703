"""The e-identity provider as allauth sees it: OpenID Connect with PKCE, nonce and checked signatures."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string

from motcua.identity.api import VouchedIdentity
from motcua.integrations.oidc.claims import IdentityRefused, identity_from, verify_id_token

ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class VouchedLogin(SocialLogin):
    """A sign-in in progress together with what the provider vouched for."""

    vouched_identity: VouchedIdentity
    vouched_nonce: str


class EidOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider. allauth trusts a token fetched over TLS unseen; we check every signature."""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            self._openid_config = self._get_json(self._provider().server_url)
        if any(name not in self._openid_config for name in ENDPOINTS):
            raise IdentityRefused("down")
        config: dict[str, Any] = self._openid_config
        return config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> VouchedLogin:
        """A sign-in with the vouched identity attached; nothing of it is kept in allauth's own tables."""
        claims = verify_id_token(
            token=str(kwargs["response"].get("id_token", "")),
            keys=self._get_json(self.openid_config["jwks_uri"]),
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
        )
        userinfo = self._get_json(self.profile_url, Authorization=f"Bearer {token.token}")
        login: VouchedLogin = self._provider().sociallogin_from_response(request, {"id_token": claims})
        # allauth builds the plain class itself and offers no hook to choose another.
        login.__class__ = VouchedLogin
        login.vouched_identity = identity_from(token=claims, userinfo=userinfo)
        login.vouched_nonce = claims.get("nonce", "")
        return login

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        path = reverse("eid_callback", kwargs={"provider_id": self.provider_id})
        return str(build_absolute_uri(request, path, self.redirect_uri_protocol))

    def _provider(self) -> OpenIDConnectProvider:
        return self.get_provider()  # type: ignore[no-untyped-call,no-any-return]

    def _get_json(self, url: str, **headers: str) -> dict[str, Any]:
        """A JSON object of the provider; raises ``RequestException`` or :class:`IdentityRefused`."""
        with get_adapter().get_requests_session() as session:
            response = session.get(url, headers=headers)
            response.raise_for_status()
            value = response.json()
        if not isinstance(value, dict):
            raise IdentityRefused("down")
        return value


class EidProvider(OpenIDConnectProvider):
    id = "eid"
    name = "E-identity"
    oauth2_adapter_class = EidOAuth2Adapter
    pkce_enabled_default = True

    def get_callback_url(self) -> str:
        return reverse("eid_callback", kwargs={"provider_id": self.app.provider_id})

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile", "email", "phone", "address", "id_number", "organisation"]

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Send the person to the provider; the nonce waits in the session state for the answer."""
        nonce = get_random_string(32)
        kwargs["auth_params"] = {**(kwargs.get("auth_params") or {}), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"level": data["id_token"].get("acr", "")}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        # Addresses belong to the person's details; allauth would send confirmation mails for them.
        return []


provider_classes = [EidProvider]
