"""To and from the e-identity provider. Whatever goes wrong ends on a page with words, not in a 500."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from motcua.integrations.oidc.adapter import failure_page
from motcua.integrations.oidc.claims import IdentityRefused
from motcua.integrations.oidc.provider import EidOAuth2Adapter


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(OAuth2CallbackView, request, provider_id)


def _run(view: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(EidOAuth2Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404
    except IdentityRefused as refusal:
        return failure_page(request, code=refusal.code)
    except RequestException:
        return failure_page(request, code="down")
    return response
