"""Figures for Prometheus: requests of all web processes, jobs that wait, age of the oldest unheard event."""

import hmac
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from motcua.config.metrics_folder import FOLDER
from motcua.platform import clock
from motcua.platform.outbox.depth import queue_state

LOOPBACK = frozenset({"127.0.0.1", "::1", ""})
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter("motcua_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("motcua_request_seconds", "Time to answer", ["route"], buckets=BUCKETS)


class MetricsMiddleware:
    """Counts by the pattern of the address, which holds no personal data and has few values."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = f"/{match.route}" if match else "unmatched"
        REQUESTS.labels(request.method, route, response.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        return response


class QueueCollector(Collector):
    """The queue, read from the database when somebody asks."""

    def collect(self) -> Iterator[Metric]:
        state = queue_state(now=clock.now())
        jobs = GaugeMetricFamily("motcua_jobs", "Jobs by state", labels=["state"])
        for name, number in sorted(state.jobs.items()):
            jobs.add_metric([name], number)
        yield jobs
        yield GaugeMetricFamily(
            "motcua_outbox_lag_seconds", "Age of the oldest event not yet heard", value=state.outbox_lag
        )


@require_safe
def show_metrics(request: HttpRequest) -> HttpResponse:
    """The text format of Prometheus; everybody but the watcher is told that there is no such page."""
    if not _may_watch(request):
        raise Http404
    registry = CollectorRegistry()
    if FOLDER in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REQUESTS)
        registry.register(SECONDS)
    registry.register(QueueCollector())
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_watch(request: HttpRequest) -> bool:
    """With a token: whoever knows it. Without: this machine, but not what a proxy on it passes through."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    return request.META.get("REMOTE_ADDR", "") in LOOPBACK and "X-Forwarded-For" not in request.headers
