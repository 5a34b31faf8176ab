"""An import that is cut off midway says so, says how far it came, and is simply run again."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.running import PROGRAM, Embedded, eventually
from support.terminal import Terminal

from cli.setup.commands import token_of_role

ANSWERS = "Council\nTina\nCharles\nLee\nAda\nBANK\n\n\n\nn\nGZ\n\n\n\n\nn\nn\n"
LINES = 6_000


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    system = Embedded(tmp_path_factory.mktemp("embedded"))
    system.start()
    system.until_ready()
    token = system.founder_token()
    ran = Terminal(system.url, token).run("init", "--data", str(system.data), answers=ANSWERS)
    assert ran.code == 0, ran
    yield system
    system.close()


@pytest.fixture
def gifts(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    file = tmp_path / "gifts.csv"
    day = f"2024-01-{len(request.node.name) % 28 + 1:02}"
    lines = [f"Donor {at},{at + 1}.00,{day},R{len(request.node.name)}-{at}" for at in range(LINES)]
    file.write_text("\n".join(["donor,amount,date,reference", *lines]), encoding="utf-8")
    return file


def begun(house: Embedded, gifts: Path) -> subprocess.Popen[str]:
    """The import, once something of it is recorded."""

    def received() -> str:
        # Not by the command line: until it has started, a busy machine may have imported all.
        headers = {"Authorization": f"Bearer {_token(house)}"}
        fund = house.client.get(f"{house.url}/v1/funds/GZ", headers=headers).json()
        return str(fund["received"]["amount"])

    before = received()
    environ = {**os.environ, "GONGZHI_URL": house.url, "GONGZHI_TOKEN": _token(house), "LANG": "en_US.UTF-8"}
    # Whoever runs the tests in the background has Ctrl-C ignored, and so would have what they start.
    arguments = ["env", "--default-signal=INT", str(PROGRAM), "import", "donations", str(gifts)]
    running = subprocess.Popen(
        arguments, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    eventually(lambda: received() != before, 60)
    return running


def _token(house: Embedded) -> str:
    token = token_of_role(house.data, "treasurer")
    assert token is not None
    return token


def run_again(treasurer: Terminal, gifts: Path) -> None:
    """Nothing twice, and nothing lost."""
    said = treasurer.data("import", "donations", str(gifts))
    assert said["known"] > 0
    assert said["taken"] + said["known"] == LINES


def test_a_server_that_is_gone_midway(house: Embedded, gifts: Path) -> None:
    treasurer = Terminal(house.url, _token(house))
    running = begun(house, gifts)
    house.gateway.kill()
    _, err = running.communicate(timeout=120)
    assert running.returncode == 4, err
    assert "trying again" in err
    assert "Cut off" in err
    assert "Run the same command again" in err
    house.start()
    house.until_ready()
    run_again(treasurer, gifts)


def test_ctrl_c_midway(house: Embedded, gifts: Path) -> None:
    treasurer = Terminal(house.url, _token(house))
    running = begun(house, gifts)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130, err
    assert "Ctrl-C" in err
    assert "Run the same command again" in err
    run_again(treasurer, gifts)
