"""How a person wants to see the pages: kept in cookies, so that nobody needs an account for it."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse

LANGUAGE_COOKIE: Final = "motcua_language"
THEME_COOKIE: Final = "motcua_theme"
TEXT_COOKIE: Final = "motcua_text"
DEFAULT_LANGUAGE: Final = "vi"

COOKIES: Final = {"language": LANGUAGE_COOKIE, "theme": THEME_COOKIE, "text": TEXT_COOKIE}
CHOICES: Final = {
    "language": ("vi", "en"),
    "theme": ("system", "light", "dark"),
    "text": ("normal", "large", "larger"),
}
_YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    """What the pages of this person look like; each value is one of ``CHOICES``."""

    language: str
    theme: str
    text: str


def read_preferences(request: HttpRequest) -> Preferences:
    """The person's choices; an unknown or missing value falls back to the first choice."""
    return Preferences(**{name: _chosen(request, name) for name in CHOICES})


def write_preferences(response: HttpResponse, *, values: dict[str, str], secure: bool) -> None:
    """Remember the valid ones among ``values`` (name → choice) for a year."""
    for name, value in values.items():
        if value in CHOICES.get(name, ()):
            response.set_cookie(
                COOKIES[name], value, max_age=_YEAR, samesite="Lax", httponly=True, secure=secure
            )


def _chosen(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(COOKIES[name], "")
    return value if value in CHOICES[name] else CHOICES[name][0]
