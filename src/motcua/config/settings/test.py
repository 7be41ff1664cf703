"""Settings of the automatic tests: real PostgreSQL, cheap password hashes, errors instead of warnings."""

import tempfile
from pathlib import Path

from motcua.config.settings.base import *  # noqa: F403

SECRET_KEY = "for-tests-only"  # noqa: S105
DATA_KEYS = ["data-key-for-tests-only"]
LOOKUP_KEY = "lookup-key-for-tests-only"
DEMO = True
CITIZEN_LOCAL_ACCOUNTS = True
STAFF_SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "motcua.platform.files.storage.DurableFileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_DIR = Path(tempfile.mkdtemp(prefix="motcua-test-"))
MEDIA_ROOT = DATA_DIR / "files"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
SMS_SECRET = "twin-secret"  # noqa: S105
CARRIER_SECRET = "twin-secret"  # noqa: S105
# Tests roll back, and a table that was cleaned up meanwhile counts as empty for the planner: it would then join
# hundreds of rows one by one.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c enable_nestloop=off"  # noqa: F405
