"""Production: nothing has a default that would be unsafe to forget."""

from django.core.exceptions import ImproperlyConfigured

from motcua.config.settings.base import *  # noqa: F403
from motcua.config.settings.base import env

REQUIRED = (
    "DATABASE_URL",
    "MOTCUA_SECRET_KEY",
    "MOTCUA_DATA_KEY",
    "MOTCUA_LOOKUP_KEY",
    "MOTCUA_ALLOWED_HOSTS",
)
# All of them at once, and an empty value counts as none: it would sign and encrypt with nothing.
if _missing := [name for name in REQUIRED if not env.str(name, default="").strip(" ,")]:
    raise ImproperlyConfigured(f"In production these variables must be set: {', '.join(_missing)}")

SECRET_KEY = env.str("MOTCUA_SECRET_KEY")
DATA_KEYS = env.list("MOTCUA_DATA_KEY")
LOOKUP_KEY = env.str("MOTCUA_LOOKUP_KEY")
ALLOWED_HOSTS = env.list("MOTCUA_ALLOWED_HOSTS")
DEMO = False
CITIZEN_LOCAL_ACCOUNTS = env.bool("MOTCUA_CITIZEN_LOCAL_ACCOUNTS", default=False)
STAFF_SECOND_FACTOR_REQUIRED = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("MOTCUA_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = [
    # X_FRAME_OPTIONS is SAMEORIGIN: pages of the office show a document in a frame of their own.
    "security.W019",
    # The preload list of browsers binds a whole domain for years: its owner decides, not one service on it.
    "security.W021",
]
# No twin answers here: an outside system whose address nobody has set is not asked, and the check says so.
TIMESTAMPING_URL = env.str("MOTCUA_TIMESTAMPING_URL", default="")
SMS_URL = env.str("MOTCUA_SMS_URL", default="")
CARRIER_URL = env.str("MOTCUA_CARRIER_URL", default="")
