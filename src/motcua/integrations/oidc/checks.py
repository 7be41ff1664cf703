"""Does sign-in by e-identity work? Asked by ``motcua check``."""

from django.conf import settings
from requests import RequestException
from requests import get as http_get

from motcua.integrations.oidc.provider import ENDPOINTS

TIMEOUT_SECONDS = 5


def check_config() -> list[str]:
    """Problems in words for an operator, each with the setting that mends it; empty when all is well."""
    if not settings.EID_SERVER_URL:
        return ["MOTCUA_EID_URL is empty: citizens cannot sign in by e-identity."]
    url = f"{settings.EID_SERVER_URL.rstrip('/')}/.well-known/openid-configuration"
    try:
        response = http_get(url, timeout=TIMEOUT_SECONDS)
        response.raise_for_status()
        missing = [name for name in ENDPOINTS if name not in response.json()]
    except RequestException as error:
        return [
            f"The e-identity provider does not answer at {url} ({type(error).__name__}): see MOTCUA_EID_URL."
        ]
    return [f"The e-identity provider names no {name}." for name in missing]
