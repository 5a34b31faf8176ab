"""kill -9 of each service and of the broker, in mid-load, at random moments: nothing answered is lost."""

from __future__ import annotations

import os
import random
import time

import pytest
from support.agreeing import all_agree
from support.calling import Council
from support.load import Load
from support.process import Server
from support.running import PARTS, Grown, side_by_side

# Printed with a failure; the moments differ on another machine, their order does not.
SEED = int(os.environ.get("E2E_SEED") or time.time_ns() % 1_000_000)
KILLS = int(os.environ.get("E2E_KILLS") or 20)
SOAK_KILLS = int(os.environ.get("E2E_KILLS") or 200)


@pytest.mark.parametrize("kills", [KILLS, pytest.param(SOAK_KILLS, marks=pytest.mark.soak, id="soak")])
def test_every_answered_command_is_there_once_whatever_dies(
    grown: Grown, council: Council, kills: int
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    load = Load(council, name=f"kills-{kills}")
    slowest_start = 0.0
    load.start()
    try:
        for pair in _pairs(_victims(grown, kills, chance)):
            for victim in pair:
                time.sleep(chance.uniform(0.1, 1.5))
                victim.kill()
            time.sleep(chance.uniform(0.0, 0.7))
            began = time.monotonic()
            side_by_side([victim.start for victim in pair])
            slowest_start = max(slowest_start, time.monotonic() - began)
        _database_outage(grown, 3)
    finally:
        load.stop()
    grown.until_ready()
    print(
        f"seed {SEED}: {kills} kills, {len(load.answered)} commands answered, "
        f"the slowest after {load.slowest_s:.1f} s; slowest start {slowest_start:.1f} s"
    )
    all_agree(grown, council, load)


def _victims(system: Grown, kills: int, chance: random.Random) -> list[Server]:
    """Each part and the broker equally often, in any order."""
    all_of_them: list[Server] = [*(system.parts[part] for part in PARTS), system.rabbitmq]
    victims = [all_of_them[at % len(all_of_them)] for at in range(kills)]
    chance.shuffle(victims)
    return victims


def _pairs(victims: list[Server]) -> list[list[Server]]:
    """Two at a time: the second dies while the first is away. The same part twice: one after the other."""
    pairs: list[list[Server]] = []
    for victim in victims:
        if pairs and len(pairs[-1]) == 1 and victim is not pairs[-1][0]:
            pairs[-1].append(victim)
        else:
            pairs.append([victim])
    return pairs


def _database_outage(system: Grown, seconds: float) -> None:
    system.postgresql.stop()
    time.sleep(seconds)
    system.postgresql.start()
