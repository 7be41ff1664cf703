"""What every page knows about signing in."""

from django.conf import settings
from django.http import HttpRequest

from motcua.identity.demo import list_demo_accounts


def signed_in(request: HttpRequest) -> dict[str, object]:
    """``identity``: the e-identity provider (or nothing) and, in the demonstration only, its accounts."""
    return {
        "identity": {
            "provider_name": settings.EID_NAME if settings.EID_SERVER_URL else "",
            "provider_id": settings.EID_PROVIDER_ID,
            "local_accounts": settings.CITIZEN_LOCAL_ACCOUNTS,
            "factor_required": settings.STAFF_SECOND_FACTOR_REQUIRED,
            "demo_accounts": list_demo_accounts if settings.DEMO else (),
            "demo_password": settings.DEMO_PASSWORD if settings.DEMO else "",
        }
    }
