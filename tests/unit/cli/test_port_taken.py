"""What is said where another program has the port."""

from __future__ import annotations

import pytest

from cli.texts import Words
from kernel.messaging.host import PortTaken


@pytest.mark.parametrize("language", ["zh", "en"])
def test_that_the_port_is_taken_is_said_once(language: str) -> None:
    said = Words(language)("host.port_taken", address=PortTaken("127.0.0.1", 8080).address)
    assert said.startswith("127.0.0.1:8080 ")
    assert said.count("is taken") <= 1
    assert "another process" not in said
