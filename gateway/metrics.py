"""What the HTTP face counts. Labels are routes, never paths: nothing of a request's own text gets in."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The gateway's own metrics, and the text of all that the registry holds."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self.registry = registry
        self._requests = Counter(
            "gongzhi_http_requests_total",
            "HTTP requests by route, method and status",
            ["route", "method", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "gongzhi_http_seconds",
            "Seconds from request to answer",
            ["route", "method"],
            buckets=BUCKETS_S,
            registry=registry,
        )
        self.desk_depth = Gauge(
            "gongzhi_desk_waiting", "Commands that wait for a call to their service", registry=registry
        )
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, route: str, method: str, status: int, seconds: float) -> None:
        """One request answered. `route` and `method` are of the table of routes: their number is bounded."""
        key = (route, method, status)
        found = self._children.get(key)
        if found is None:
            found = (self._requests.labels(route, method, str(status)), self._seconds.labels(route, method))
            self._children[key] = found
        found[0].inc()
        found[1].observe(seconds)

    def text(self) -> bytes:
        """In Prometheus' exposition format."""
        return generate_latest(self.registry)
