"""What every page knows about the signed-in person."""

from django.http import HttpRequest


def signed_in(request: HttpRequest) -> dict[str, object]:
    return {}
