"""Development and the demonstration: everything on this machine, outside systems as twins."""

from motcua.config.settings.base import *  # noqa: F403
from motcua.config.settings.base import CONTENT_SECURITY_POLICY, DATA_DIR, TWINS_URL, env, origin_of
from motcua.config.settings.local_secrets import local_secret

_SECRETS = DATA_DIR / "secrets"

SECRET_KEY = env.str("MOTCUA_SECRET_KEY", default="") or local_secret(folder=_SECRETS, name="secret-key")
DATA_KEYS = env.list("MOTCUA_DATA_KEY", default=[]) or [local_secret(folder=_SECRETS, name="data-key")]
LOOKUP_KEY = env.str("MOTCUA_LOOKUP_KEY", default="") or local_secret(folder=_SECRETS, name="lookup-key")
SMS_SECRET = env.str("MOTCUA_SMS_SECRET", default="") or local_secret(folder=_SECRETS, name="sms")
CARRIER_SECRET = env.str("MOTCUA_CARRIER_SECRET", default="") or local_secret(folder=_SECRETS, name="carrier")
DEBUG = env.bool("MOTCUA_DEBUG", default=False)
DEMO = True
CITIZEN_LOCAL_ACCOUNTS = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
STAFF_SECOND_FACTOR_REQUIRED = False
DISABLE_IDLE_STAFF = env.bool("MOTCUA_DISABLE_IDLE_STAFF", default=False)
STATIC_ROOT = DATA_DIR / "static"
EID_SERVER_URL = env.str("MOTCUA_EID_URL", default=f"{TWINS_URL}/oidc")
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].extend(origin_of(EID_SERVER_URL))
