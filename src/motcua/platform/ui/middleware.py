"""Middleware of the user interface: language of the page, limits of a request, one log line each."""

import time
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

import structlog
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from motcua.platform import clock
from motcua.platform.audit.api import record
from motcua.platform.ids import new_uuid
from motcua.platform.ui.preferences import LANGUAGE_COOKIE, read_preferences

__all__ = [
    "LANGUAGE_COOKIE",
    "ContentPolicyMiddleware",
    "LanguageMiddleware",
    "PlainTextMiddleware",
    "RequestLogMiddleware",
    "RequestSizeMiddleware",
    "TrustedProxyMiddleware",
]

log = structlog.get_logger()

# Health probes come every few seconds and would drown everything else.
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class LanguageMiddleware:
    """Vietnamese unless the person chose English; the browser's own preference does not decide."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = read_preferences(request).language
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class ContentPolicyMiddleware(CSPMiddleware):
    """The library's; the policy of pages that ask for nothing of their own is written once a process.

    We use neither its list of excluded addresses nor its policy that only reports, so the short way knows neither.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_usual = _OWN_POLICY.isdisjoint(vars(request)) and _OWN_POLICY.isdisjoint(vars(response))
        if settings.DEBUG or not is_usual or HEADER in response:
            return super().process_response(request, response)
        response.headers[HEADER] = _usual_policy()
        return response


# What the library's decorators and its nonce leave behind.
_OWN_POLICY = frozenset({"_csp_nonce", "_csp_exempt", "_csp_config", "_csp_update", "_csp_replace"})


@cache
def _usual_policy() -> str:
    return build_policy()


class TrustedProxyMiddleware:
    """The visitor's own address where the installation says how many proxies stand in front.

    Every proxy appends whom it heard from, so the visitor is that many places from the end; what stands
    before was written by the visitor and proves nothing. Without the setting the header is not read at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hops: int = settings.TRUSTED_PROXIES
        heard = request.headers.get("X-Forwarded-For", "").split(",")
        if hops and len(heard) >= hops and is_address(heard[-hops].strip()):
            request.META["REMOTE_ADDR"] = heard[-hops].strip()
        return self.get_response(request)


def is_address(text: str) -> bool:
    """Is this an IPv4 or IPv6 address?"""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class RequestSizeMiddleware:
    """Turns away a request that says it is too large, before anything of it is read or put on the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit: int = settings.MAX_REQUEST_MEGABYTES
        if _announced_bytes(request) > limit * 1024 * 1024:
            user = request.user
            record(
                action="request.too_large",
                now=clock.now(),
                actor=user if user.is_authenticated else None,
                detail={"route": _route_of(request.path_info)},
            )
            context = {"limit_mb": limit, "back": request.path}
            return render(request, "413.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self.get_response(request)


def _announced_bytes(request: HttpRequest) -> int:
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(announced) if announced.isascii() and announced.isdecimal() else 0


def _route_of(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return "unmatched"


class PlainTextMiddleware:
    """Refuses text that no keyboard types: PostgreSQL cannot keep NUL, and a 500 would explain nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: Any, kwargs: Mapping[str, object]
    ) -> None:
        """Look once the address has led to a view; bodies of callbacks are read and judged by those."""
        has_body = request.method == "POST" and not getattr(view, "csrf_exempt", False)
        if _has_nul(request.GET) or (has_body and _has_nul(request.POST)):
            raise BadRequest("NUL in the text of a request")


def _has_nul(values: QueryDict) -> bool:
    return any("\0" in text for name, texts in values.lists() for text in (name, *texts))


class RequestLogMiddleware:
    """One event a request, with an id that people can quote; never the address, which may name them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = new_uuid().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            if request.path not in _QUIET:
                log.info(
                    "request",
                    method=request.method,
                    route=_route(request),
                    status=response.status_code,
                    ms=round((time.perf_counter() - started) * 1000, 1),
                )
        response.headers["X-Request-ID"] = request_id
        return response


def _route(request: HttpRequest) -> str:
    """The pattern that matched, such as ``tra-cuu/<code>/``: no personal data, and easy to group by."""
    match = request.resolver_match
    return "/" + match.route if match else "unmatched"
