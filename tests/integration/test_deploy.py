"""The deployment files, as far as they can be shown without a container engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url
from support.running import PROGRAM
from support.servers import PostgreSql, ServerFailedError

from cli.host.founding import on_host
from kernel.config import load
from kernel.db import Database
from kernel.sql_log import SqlLog

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = ("members", "funds", "projects", "gateway")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def tool(name: str, package: str) -> str:
    path = shutil.which(name)
    if path is None:
        message = f"install {package} (apt-get install {package}), for {name}"
        if os.environ.get("REQUIRE_SERVERS", "") not in ("", "0"):
            pytest.fail(f"REQUIRE_SERVERS is set: {message}", pytrace=False)
        pytest.skip(message)
    return path


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """With nothing of our own environment but the path."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_example_environment_fills_every_variable() -> None:
    docker_compose = tool("docker-compose", "docker-compose")
    done = run(docker_compose, "--env-file", DEPLOY / "env.example", "config", "-q")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "missing", ["RABBITMQ", "POSTGRES", "MEMBERS_DB", "FUNDS_DB", "PROJECTS_DB", "GATEWAY_DB"]
)
def test_a_missing_password_is_named(tmp_path: Path, missing: str) -> None:
    docker_compose = tool("docker-compose", "docker-compose")
    given = (DEPLOY / "env.example").read_text().replace(f"{missing}_PASSWORD=", "# ")
    (tmp_path / "env").write_text(given)
    done = run(docker_compose, "--env-file", tmp_path / "env", "config", "-q")
    assert done.returncode != 0
    assert f"set {missing}_PASSWORD in .env" in done.stderr


def test_no_secret_stands_in_the_files() -> None:
    lines = [
        *(ROOT / "docker-compose.yml").read_text().splitlines(),
        *(DEPLOY / "Dockerfile").read_text().splitlines(),
    ]
    for line in lines:
        # Once the required variables are cut out, no password or user with password may be left.
        rest = re.sub(r"\$\{[A-Z_]+_PASSWORD:\?[^}]*\}", "", line)
        assert not re.search(r"_PASS(WORD)?\s*[:=]\s*\S", rest), line
        assert not re.search(r"://\w+:\w+@", rest), line
    given = (DEPLOY / "env.example").read_text()
    assert set(re.findall(r"^\w+_PASSWORD=(.*)$", given, re.MULTILINE)) == {"change-me"}
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_every_part_restarts_and_is_watched(compose: dict[str, Any]) -> None:
    for name, part in compose["services"].items():
        once = name.startswith("migrate-")
        if name == "operator":  # run by hand, and not again
            assert part["restart"] == "no"
            assert part["profiles"] == ["operator"]
        else:
            assert part["restart"] == ("on-failure" if once else "unless-stopped"), name
        tag = part["image"].rpartition(":")[2]
        assert tag not in ("", "latest"), name
        if name in (*SERVICES, "operator") or once:
            assert part["read_only"], name
            assert part["cap_drop"] == ["ALL"], name
        else:
            assert part["healthcheck"]["test"], name


def test_the_image_runs_as_nobody_in_particular_and_watches_itself() -> None:
    stages = stages_of_the_image()
    for name in ("service", "operator"):
        user = [line.split()[1] for line in stages[name] if line.startswith("USER ")][-1]
        assert user.split(":")[0].isdecimal()  # a number, so that an engine can see that it is not root
        assert int(user.split(":")[0]) > 0
    assert any(line.startswith("HEALTHCHECK ") for line in stages["service"])
    assert stages[""] == ["FROM service"], "who names no stage gets what the services run on"


def stages_of_the_image() -> dict[str, list[str]]:
    """Name -> lines; of the last, which has none, \"\"."""
    stages: dict[str, list[str]] = {}
    for line in (DEPLOY / "Dockerfile").read_text().splitlines():
        if line.startswith("FROM "):
            stages[line.partition(" AS ")[2]] = current = []
        if line and not line.startswith("#") and stages:
            current.append(line)
    return stages


def test_the_operator_has_the_programs_of_the_servers_version(compose: dict[str, Any]) -> None:
    major = compose["services"]["postgresql"]["image"].rpartition(":")[2]
    stages = stages_of_the_image()
    assert major.isdecimal()
    assert stages["postgresql"][0].split()[1] == f"docker.io/library/postgres:{major}-bookworm"
    assert f"postgresql-client-{major}" in " ".join(stages["operator"])
    assert stages["operator"][0] == "FROM service AS operator"
    operator = compose["services"]["operator"]
    assert operator["build"]["target"] == "operator"
    assert operator["image"] != compose["services"]["members"]["image"]
    assert compose["services"]["members"]["build"]["target"] == "service"


def configured() -> dict[str, Any]:
    """The parts as docker-compose reads them, with the example's passwords."""
    docker_compose = tool("docker-compose", "docker-compose")
    done = run(docker_compose, "--env-file", DEPLOY / "env.example", "--profile", "operator", "config")
    assert done.returncode == 0, done.stderr
    services: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return services


def test_the_operator_has_the_services_own_databases_and_a_place_for_backups() -> None:
    parts = configured()
    operator = parts["operator"]
    for name in SERVICES:
        own = parts[name]["environment"]["GONGZHI_DATABASE"]
        assert operator["environment"][f"GONGZHI_DATABASE_{name.upper()}"] == own
    (volume,) = (one for one in operator["volumes"] if one.startswith("backups:"))
    assert operator["environment"]["GONGZHI_DATA"] == volume.split(":")[1]
    assert f" {volume.split(':')[1]}" in " ".join(stages_of_the_image()["operator"]), "writable for its user"
    assert {*operator["networks"]} == {"inside"}


def test_the_gateway_has_a_place_for_files_and_the_operator_has_the_same() -> None:
    parts = configured()
    for name in ("gateway", "operator"):
        (volume,) = (one for one in parts[name]["volumes"] if one.startswith("files:"))
        assert parts[name]["environment"]["GONGZHI_FILES"] == volume.split(":")[1]
        assert f" {volume.split(':')[1]}" in " ".join(stages_of_the_image()["service"]), (
            "writable for its user"
        )


@pytest.mark.usefixtures("postgresql")  # skips where the package is missing
def test_the_operators_commands_work_with_what_the_operator_is_given(tmp_path: Path) -> None:
    """By the roles that own nothing but their database, and the settings of the compose file."""
    environment = configured()["operator"]["environment"]
    with PostgreSql() as server:
        done = run(DEPLOY / "postgresql/init.sh", **as_superuser(server), **passwords_of(environment))
        assert done.returncode == 0, done.stderr
        here = {
            key: url.replace("@postgresql/", f"@127.0.0.1:{server.port}/") for key, url in environment.items()
        }
        here["GONGZHI_DATA"] = str(tmp_path)

        def gongzhi(*words: str) -> str:
            done = run(PROGRAM, "--lang", "en", *words, **here)
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout + done.stderr

        gongzhi("migrate")
        found(here["GONGZHI_DATABASE_MEMBERS"])
        gongzhi("backup", str(tmp_path / "2026-11-24"))
        first = gongzhi("token", "reissue")
        assert "Restored" in gongzhi("restore", str(tmp_path / "2026-11-24"), "--replace")
        assert "Everything agrees" in gongzhi("fsck")
        assert gongzhi("token", "reissue") != first


def found(url: str) -> None:
    database = Database(url)
    log = SqlLog(database)
    log.found("main")
    founding = {"name": "共治", "demonstration": False, "founder_name": "发起人", "digest": "0" * 64}
    on_host(log, "main", "members.found_council", "found", founding)
    database.close()


def as_superuser(server: PostgreSql) -> dict[str, str]:
    return {
        "PGHOST": "127.0.0.1",
        "PGPORT": str(server.port),
        "PGPASSWORD": server.password,
        "POSTGRES_USER": server.user,
    }


def passwords_of(environment: dict[str, str]) -> dict[str, str]:
    """What the init script is given, out of the addresses."""
    found = {}
    for name in SERVICES:
        password = make_url(environment[f"GONGZHI_DATABASE_{name.upper()}"]).password
        found[f"{name.upper()}_DB_PASSWORD"] = str(password)
    return found


def test_each_service_has_a_database_and_is_scraped(compose: dict[str, Any]) -> None:
    targets = {
        target
        for job in yaml.safe_load((DEPLOY / "prometheus/prometheus.yml").read_text())["scrape_configs"]
        for config in job["static_configs"]
        for target in config["targets"]
    }
    assert targets == {f"{name}:8080" for name in SERVICES}
    for name in SERVICES:
        part = compose["services"][name]
        assert part["command"] == ["serve", name]
        assert part["environment"]["GONGZHI_DATABASE"].endswith(f"@postgresql/{name}")
        assert compose["services"][f"migrate-{name}"]["environment"].items() <= part["environment"].items()


def test_the_variables_of_the_containers_are_settings_that_the_program_knows(compose: dict[str, Any]) -> None:
    image = dict(re.findall(r"(GONGZHI_\w+)=(\S+)", (DEPLOY / "Dockerfile").read_text()))
    for name in SERVICES:
        config = load(environ={**image, **compose["services"][name]["environment"]})
        assert config.http_host == "0.0.0.0"
        assert config.broker.startswith("amqp://")
        assert config.database.endswith(name)


def test_alerts_and_dashboards_name_metrics_that_the_program_has() -> None:
    files = [DEPLOY / "prometheus/rules.yml", *(DEPLOY / "dashboards").glob("*.json")]
    named = {name for file in files for name in re.findall(r"\bgongzhi_[a-z_]+", file.read_text())}
    code = "".join(path.read_text() for room in ("kernel", "gateway") for path in (ROOT / room).rglob("*.py"))
    made = {name.removesuffix("_total") for name in re.findall(r'"(gongzhi_[a-z_]+)"', code)}
    assert {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in named} - made == set()


def test_every_alert_has_a_test_where_it_fires_and_one_where_it_is_silent() -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus/rules.yml").read_text())
    alerts = {rule["alert"] for group in rules["groups"] for rule in group["rules"] if "alert" in rule}
    tests = [
        case
        for test in yaml.safe_load((DEPLOY / "prometheus/rules_test.yml").read_text())["tests"]
        for case in test["alert_rule_test"]
    ]
    assert {case["alertname"] for case in tests if case["exp_alerts"]} == alerts
    assert {case["alertname"] for case in tests if not case["exp_alerts"]} == alerts


def test_alert_rules_pass_their_tests_and_a_spoilt_rule_does_not(tmp_path: Path) -> None:
    promtool = tool("promtool", "prometheus")
    rules = (DEPLOY / "prometheus/rules.yml").read_text()
    shutil.copy(DEPLOY / "prometheus/rules_test.yml", tmp_path)
    (tmp_path / "rules.yml").write_text(rules)
    done = run(promtool, "test", "rules", tmp_path / "rules_test.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "rules.yml").write_text(
        rules.replace("(gongzhi_stalled_streams) > 0", "(gongzhi_stalled_streams) > 1")
    )
    assert run(promtool, "test", "rules", tmp_path / "rules_test.yml").returncode != 0


def test_the_prometheus_configuration_is_valid() -> None:
    promtool = tool("promtool", "prometheus")
    done = run(promtool, "check", "config", DEPLOY / "prometheus/prometheus.yml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("postgresql")  # skips where the package is missing
def test_the_init_script_makes_a_closed_database_per_service() -> None:
    # A cluster of its own: it makes roles. The postgres image runs the script on the server's socket.
    with PostgreSql() as server:
        passwords = {f"{name.upper()}_DB_PASSWORD": f"it's {name}" for name in SERVICES}
        done = run(DEPLOY / "postgresql/init.sh", **as_superuser(server), **passwords)
        assert done.returncode == 0, done.stderr
        for name in SERVICES:
            server.user, server.password = name, f"it's {name}"
            server.psql("CREATE TABLE mine (id int)", database=name)
            for other in set(SERVICES) - {name}:
                with pytest.raises(ServerFailedError, match="permission denied"):
                    server.psql("SELECT 1", database=other)


def test_the_init_script_names_a_missing_password() -> None:
    done = run(DEPLOY / "postgresql/init.sh", POSTGRES_USER="postgres")
    assert done.returncode != 0
    assert "MEMBERS_DB_PASSWORD" in done.stderr


@pytest.mark.parametrize(
    ("program", "package"),
    [("make", "make"), ("git", "git"), ("promtool", "prometheus"), ("docker-compose", "docker-compose")],
)
def test_the_continuous_run_installs_the_programs_that_it_calls(program: str, package: str) -> None:
    script = (ROOT / ".ci/run").read_text()
    (installed,) = re.findall(r"^packages=\((.*)\)$", script, re.MULTILINE)
    code = "\n".join(line for line in script.splitlines() if not line.startswith(("#", "packages=")))
    assert re.search(rf"(?<![\w-]){program}(?![\w-])", code), "it is not called any more"
    assert package in installed.split()
