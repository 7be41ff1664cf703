"""Addresses for machines that watch over the installation, and those of the sign-in library we do not use."""

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: its database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def to_profile(request: HttpRequest) -> HttpResponse:
    """Where the sign-in library would show a page of its own about what stands in the person's details."""
    return redirect("identity:profile")


def nothing_here(request: HttpRequest, page: str = "") -> HttpResponse:
    """An address of the sign-in library that leads nowhere in this house."""
    raise Http404
