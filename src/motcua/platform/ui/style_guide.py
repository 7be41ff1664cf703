"""What the page of components shows: every component in its states, with long and missing text."""

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, object]:
    return {}
