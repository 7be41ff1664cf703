"""Development and the demonstration: everything on this machine, outside systems as twins."""

from motcua.config.settings.base import *  # noqa: F403
from motcua.config.settings.base import DATA_DIR, env

SECRET_KEY = env.str("MOTCUA_SECRET_KEY", default="for-development-and-demonstration-only")
DATA_KEYS = env.list("MOTCUA_DATA_KEY", default=["data-key-of-the-demonstration-only"])
LOOKUP_KEY = env.str("MOTCUA_LOOKUP_KEY", default="lookup-key-of-the-demonstration-only")
DEBUG = env.bool("MOTCUA_DEBUG", default=False)
DEMO = True
CITIZEN_LOCAL_ACCOUNTS = True
STAFF_SECOND_FACTOR_REQUIRED = False
STATIC_ROOT = DATA_DIR / "static"
SMS_SECRET = env.str("MOTCUA_SMS_SECRET", default="twin-secret")
CARRIER_SECRET = env.str("MOTCUA_CARRIER_SECRET", default="twin-secret")
