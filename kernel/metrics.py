"""What the kernel counts, by prometheus-client. Labels are names of ours, never anybody's text."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

COMMANDS: Final = Counter(
    "gongzhi_commands", "Commands by name and outcome", ["service", "command", "outcome"]
)
COMMAND_SECONDS: Final = Histogram(
    "gongzhi_command_seconds",
    "Seconds from the arrival of a call with such commands to its answer",
    ["service", "command"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
BATCH_COMMANDS: Final = Histogram(
    "gongzhi_batch_commands",
    "Tickets that went into one commit",
    ["service"],
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
)
RELAY_LAG: Final = Gauge("gongzhi_relay_lag_events", "Events not yet published", ["service"])
FOLLOWER_LAG: Final = Gauge(
    "gongzhi_follower_lag_events", "Events of a source not yet taken", ["service", "source"]
)
STALLED: Final = Gauge(
    "gongzhi_stalled_streams", "Councils whose stream of a source has stopped", ["service", "source"]
)
