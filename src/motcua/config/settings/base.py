"""Settings shared by every environment; the others only change what differs."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django_stubs_ext
import environ
from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from motcua.config.logging import configure_logging, library_logging

# Lets typed code write ModelForm[X] and BaseFormSet[X], which Django's classes do not allow by themselves.
django_stubs_ext.monkeypatch()

env = environ.Env()


def origin_of(url: str) -> list[str]:
    """Scheme and host of an address as a content policy names it; nothing for an empty address."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


PACKAGE_DIR = Path(__file__).resolve().parents[2]
PROJECT_DIR = PACKAGE_DIR.parents[1]

# Everything the installation writes lives under one folder, so that a backup knows where to look.
DATA_DIR = Path(env.str("MOTCUA_DATA", default=str(PROJECT_DIR / ".motcua"))).resolve()
PORT = env.int("MOTCUA_PORT", default=8000)
BASE_URL = env.str("MOTCUA_BASE_URL", default=f"http://127.0.0.1:{PORT}")

SECRET_KEY = env.str("MOTCUA_SECRET_KEY", default="")
# Keys of personal data, newest first, comma-separated: the first encrypts, all of them decrypt.
DATA_KEYS = env.list("MOTCUA_DATA_KEY", default=[])
# Keys the hashes by which ID numbers are found; never rotated.
LOOKUP_KEY = env.str("MOTCUA_LOOKUP_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("MOTCUA_ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])

INSTALLED_APPS = [
    "motcua.config",
    "motcua.portal",
    "motcua.reform",
    "motcua.onestop",
    "motcua.postal",
    "motcua.notifications",
    "motcua.identity",
    "motcua.platform",
    "motcua.integrations.oidc",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "csp",
]

MIDDLEWARE = [
    "motcua.platform.ui.middleware.TrustedProxyMiddleware",
    "motcua.config.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.platform.ui.middleware.RequestLogMiddleware",
    "motcua.platform.ui.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.platform.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "motcua.platform.ui.middleware.PlainTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "motcua.platform.history.HistoryContextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "motcua.identity.middleware.StaffContextMiddleware",
    "motcua.identity.middleware.StaffSecondFactorMiddleware",
    "motcua.platform.ui.middleware.RequestSizeMiddleware",
]

ROOT_URLCONF = "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"
ASGI_APPLICATION = "motcua.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [PACKAGE_DIR / "platform" / "ui" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "motcua.platform.ui.context.interface",
                "motcua.identity.context.signed_in",
                "motcua.notifications.context.unread",
            ],
            "builtins": ["motcua.platform.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DJANGO_TABLES2_TEMPLATE = "ui/table.html"
DEMO = False

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres://motcua@127.0.0.1:5432/motcua"),
        "ENGINE": "motcua.platform.database",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
# A socket folder travels percent-encoded in the address.
DATABASES["default"]["HOST"] = unquote(DATABASES["default"].get("HOST", ""))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = [
    "motcua.identity.backends.PasswordBackend",
    "motcua.identity.backends.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    # Decree 331/2026: at least 8 with a second factor, 14 without (domain sheet, section 6.2).
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "motcua.identity.passwords.NotUsedBefore"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/tai-khoan/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PROJECT_DIR / "frontend" / "dist"]
STORAGES = {
    "default": {"BACKEND": "motcua.platform.files.storage.DurableFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"

# Inline script is never allowed; styles get a nonce where ECharts needs one.
CONTENT_SECURITY_POLICY: dict[str, dict[str, list[Any]]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF, *env.list("MOTCUA_FORM_ACTIONS", default=[])],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_ENGINE = "motcua.identity.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "motcua.platform.ui.views.csrf_failure"
# In a signed cookie while they fit: a notice after an action then costs no write to the session.
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A whole request with all its files; single files have limits of their own, by component.
MAX_REQUEST_MEGABYTES = env.int("MOTCUA_MAX_REQUEST_MB", default=200)
# How many proxies of ours stand in front and append to X-Forwarded-For; 0: the header is not read.
TRUSTED_PROXIES = env.int("MOTCUA_TRUSTED_PROXIES", default=0)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

PROCRASTINATE_IMPORT_PATHS = [
    "motcua.platform.outbox.tasks",
    "motcua.platform.audit.tasks",
    "motcua.onestop.results.tasks",
    "motcua.onestop.forms.tasks",
    "motcua.onestop.dossiers.tasks",
    "motcua.onestop.register.tasks",
    "motcua.reform.plan.tasks",
    "motcua.reform.inspections.tasks",
    "motcua.reform.results.tasks",
    "motcua.reform.season.tasks",
    "motcua.reform.surveys.tasks",
    "motcua.reform.reports.tasks",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

# Log lines are JSON for machines; ``MOTCUA_LOG_FORMAT=lines`` makes them readable for a developer.
LOG_LEVEL = env.str("MOTCUA_LOG_LEVEL", default="info")
LOG_AS_JSON = env.str("MOTCUA_LOG_FORMAT", default="json") == "json"
LOGGING = library_logging(level=LOG_LEVEL, as_json=LOG_AS_JSON)
configure_logging(level=LOG_LEVEL, as_json=LOG_AS_JSON)

# Empty: /metrics answers this machine only. Set: whoever sends it as a bearer token.
METRICS_TOKEN = env.str("MOTCUA_METRICS_TOKEN", default="")

# Wiring of ports to adapters: capabilities name the port, only this table names the adapter.
MOTCUA_ADAPTERS = {
    "antivirus": env.str("MOTCUA_ANTIVIRUS", default="motcua.platform.files.antivirus.NoScanner"),
    "timestamping": env.str(
        "MOTCUA_TIMESTAMPING", default="motcua.integrations.timestamping.adapter.Rfc3161"
    ),
    "signing": env.str("MOTCUA_SIGNING", default="motcua.integrations.signing.adapter.Pkcs12Folder"),
    "sms": env.str("MOTCUA_SMS", default="motcua.integrations.sms_gateway.adapter.HttpSmsGateway"),
    "postal_carrier": env.str(
        "MOTCUA_POSTAL_CARRIER", default="motcua.integrations.postal_carrier.adapter.HttpCarrier"
    ),
}
TWINS_URL = env.str("MOTCUA_TWINS_URL", default="http://127.0.0.1:8009")
# Folders searched for the serif face of legal documents, first hit by the order of Decree 30/2020.
DOCUMENT_FONT_DIRS = [
    *env.list("MOTCUA_FONTS", default=[]),
    str(PROJECT_DIR / "frontend" / "dist" / "fonts"),
    "/usr/share/fonts/truetype/msttcorefonts",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/liberation-serif",
    "/usr/share/fonts/truetype/noto",
]
CLAMD_ADDRESS = env.str("MOTCUA_CLAMD", default="127.0.0.1:3310")
# Signing keys: a password for key files (else derived from the secret key), or a PKCS#11 token.
SIGNING_KEY_PASSWORD = env.str("MOTCUA_SIGNING_PASSWORD", default="")
SIGNING_FETCH_REVOCATION = env.bool("MOTCUA_SIGNING_FETCH_REVOCATION", default=False)
TIMESTAMPING_URL = env.str("MOTCUA_TIMESTAMPING_URL", default=f"{TWINS_URL}/tsa")
PKCS11_MODULE = env.str("MOTCUA_PKCS11_MODULE", default="")
PKCS11_TOKEN = env.str("MOTCUA_PKCS11_TOKEN", default="")
PKCS11_PIN = env.str("MOTCUA_PKCS11_PIN", default="")
TWINS_SMTP_PORT = env.int("MOTCUA_TWINS_SMTP_PORT", default=8025)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("MOTCUA_SMTP_HOST", default="127.0.0.1")
EMAIL_PORT = env.int("MOTCUA_SMTP_PORT", default=TWINS_SMTP_PORT)
EMAIL_HOST_USER = env.str("MOTCUA_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.str("MOTCUA_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("MOTCUA_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MOTCUA_FROM_EMAIL", default="mot-cua@motcua.example")

# The public never gets a password of ours in production: Decision 29/2026 asks for the e-identity account.
CITIZEN_LOCAL_ACCOUNTS = env.bool("MOTCUA_CITIZEN_LOCAL_ACCOUNTS", default=False)
DISABLE_IDLE_STAFF = env.bool("MOTCUA_DISABLE_IDLE_STAFF", default=True)
STAFF_SECOND_FACTOR_REQUIRED = env.bool("MOTCUA_STAFF_SECOND_FACTOR", default=True)

# Sign-in. Addresses rather than names: the rooms that serve them stand above this one.
STAFF_HOME_URL = "/office/"
ACCOUNT_ADAPTER = "motcua.identity.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "motcua.identity.forms.SignupDetails"
ACCOUNT_FORMS = {"login": "motcua.identity.login_forms.LoginForm"}
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Five wrong passwords for one account lock it for a quarter of an hour; an address may fail more often.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/900s/key",
    "login": "60/m/ip",
    # Each request is a mail to somebody who may not have asked for it.
    "reset_password": "20/m/ip,3/h/key",
}
SESSION_COOKIE_AGE = 12 * 3600
MFA_ADAPTER = "motcua.identity.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "motcua.identity.second_step_forms.SecondStepForm",
    "reauthenticate": "motcua.identity.second_step_forms.RepeatedSecondStepForm",
    "activate_totp": "motcua.identity.second_step_forms.AuthenticatorForm",
    "add_webauthn": "motcua.identity.second_step_forms.NewPasskeyForm",
    "edit_webauthn": "motcua.identity.second_step_forms.RenamedPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Motcua"
MFA_TOTP_TOLERANCE = 1

# E-identity (VNeID or any OpenID Connect provider): an empty address takes the button off the sign-in page.
EID_SERVER_URL = env.str("MOTCUA_EID_URL", default="")
EID_PROVIDER_ID = env.str("MOTCUA_EID_ID", default="vneid")
EID_NAME = env.str("MOTCUA_EID_NAME", default="VNeID")
EID_CLIENT_ID = env.str("MOTCUA_EID_CLIENT_ID", default="motcua")
EID_CLIENT_SECRET = env.str("MOTCUA_EID_CLIENT_SECRET", default="")
# Decree 69/2024 knows levels 1 and 2; nobody below this level signs in.
EID_MINIMUM_LEVEL = env.int("MOTCUA_EID_MINIMUM_LEVEL", default=1)
SOCIALACCOUNT_ADAPTER = "motcua.integrations.oidc.adapter.EidAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = env.int("MOTCUA_EID_TIMEOUT", default=8)
# The sign-in form leads to the provider; browsers hold the content policy against that step too.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].extend(origin_of(EID_SERVER_URL))

# Counters of failed sign-ins must be shared by all processes; the table is made by a migration of identity.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "identity_shared_cache"}
}

# Opens every fictional account of the demonstration; without meaning anywhere else.
DEMO_PASSWORD = env.str("MOTCUA_DEMO_PASSWORD", default="motcua-demo-2026")

# One diacritic cuts a text message from 160 to 70 characters, so plain letters are the default.
SMS_WITHOUT_DIACRITICS = env.bool("MOTCUA_SMS_WITHOUT_DIACRITICS", default=True)
SMS_URL = env.str("MOTCUA_SMS_URL", default=f"{TWINS_URL}/sms")
CARRIER_URL = env.str("MOTCUA_CARRIER_URL", default=f"{TWINS_URL}/post")
# Without its secret an outside system may not call back: the addresses answer 401.
SMS_SECRET = env.str("MOTCUA_SMS_SECRET", default="")
CARRIER_SECRET = env.str("MOTCUA_CARRIER_SECRET", default="")

# Official dossier code: agency, day of receipt, running number (Circular 03/2025/TT-VPCP).
DOSSIER_CODE_PATTERN = env.str("MOTCUA_DOSSIER_CODE_PATTERN", default="{prefix}-{day:%y%m%d}-{number:04d}")
# Attempts to open a dossier by code and ID number that one address may make in ten minutes.
TRACKING_ATTEMPTS = env.int("MOTCUA_TRACKING_ATTEMPTS", default=20)
# Files that one address may have verified in ten minutes, and how large such a file may be.
VERIFICATION_ATTEMPTS = env.int("MOTCUA_VERIFICATION_ATTEMPTS", default=30)
VERIFICATION_MEGABYTES = env.int("MOTCUA_VERIFICATION_MEGABYTES", default=10)
# People that one officer may look up by ID number in an hour.
COUNTER_LOOK_UPS = env.int("MOTCUA_COUNTER_LOOK_UPS", default=60)
