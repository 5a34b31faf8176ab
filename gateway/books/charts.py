"""Reads the charts of accounts that come with the program, or those of a folder of one's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from gateway.ledger import chart, rules
from gateway.ledger.errors import ChartError

_OWN = Path(__file__).parent.parent / "ledger" / "charts"


@cache
def library(folder: Path = _OWN) -> rules.Library:
    """Every version of the posting rules in the folder's YAML files. Raises: ChartError."""
    charts = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            charts.append(chart.parse(yaml.safe_load(path.read_text(encoding="utf-8"))))
        except ChartError as error:
            raise ChartError(f"{path.name}: {error.path}", error.why) from error
    return rules.library(charts)
