"""What every page knows about signing in."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from motcua.identity.demo import list_demo_accounts


def signed_in(request: HttpRequest) -> dict[str, object]:
    """``identity``: the e-identity provider (or nothing) and, in the demonstration only, its accounts."""
    return {
        "identity": {
            "provider_name": settings.EID_NAME if settings.EID_SERVER_URL else "",
            "provider_id": settings.EID_PROVIDER_ID,
            # Asked only where it is shown: a forbidden Host header must not break the error page.
            "passkeys_work": lambda: not _is_ip_address(request.get_host()),
            "local_accounts": settings.CITIZEN_LOCAL_ACCOUNTS,
            "factor_required": settings.STAFF_SECOND_FACTOR_REQUIRED,
            "demo_accounts": list_demo_accounts if settings.DEMO else (),
            "demo_password": settings.DEMO_PASSWORD if settings.DEMO else "",
        }
    }


def _is_ip_address(host: str) -> bool:
    """Browsers tie passkeys to a name; under a bare IP address they refuse them."""
    try:
        ipaddress.ip_address(host.rsplit(":", 1)[0].strip("[]"))
    except ValueError:
        return False
    return True
