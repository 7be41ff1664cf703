"""The bare ceiling: Django with a database and four views, nothing else; same server, same data."""

from motcua.config.settings.base import DATABASES as _DATABASES

SECRET_KEY = "nothing-is-signed-here"  # noqa: S105 - the ceiling has no sessions and no tokens
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "motcua.bench.bare"
USE_TZ = True
DATABASES = {
    "default": {
        **_DATABASES["default"],
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
