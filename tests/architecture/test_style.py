"""What the linters do not see: small rooms, no floats near money, one reader of time and environment."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path.relative_to(ROOT)
    for package in ("kernel", "policy", "services", "gateway", "cli")
    for path in (ROOT / package).rglob("*.py")
)
TESTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py"))
LINES_MAX = 400

Finding = tuple[int, str]


def is_money_room(module: Path) -> bool:
    """Where a sum of money passes by. Seconds and shares of a progress bar live elsewhere."""
    parts = module.with_suffix("").parts
    return (
        parts in {("kernel", "money"), ("kernel", "wire"), ("kernel", "canonical"), ("kernel", "codec")}
        or (parts[0] in {"policy", "services"} and parts[-1] != "service")
        or parts[:2] in {("gateway", "ledger"), ("gateway", "books"), ("gateway", "exports")}
    )


def floats(tree: ast.AST) -> Iterator[Finding]:
    """Literals, the name `float`, and `/`, which makes one of two integers."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield node.lineno, f"the float {node.value!r}"
            case ast.Name(id="float"):
                # `isinstance(x, float)` is how one is refused.
                if not is_refusal_of_floats(tree, node):
                    yield node.lineno, "float"
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                # With a text on the right, or a path of such on the left, it joins a path.
                if not (is_text(right) or (isinstance(left, ast.BinOp) and is_text(left.right))):
                    yield node.lineno, "/"
            case ast.AugAssign(op=ast.Div()):
                yield node.lineno, "/"


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def is_refusal_of_floats(tree: ast.AST, name: ast.Name) -> bool:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(
        isinstance(call.func, ast.Name)
        and call.func.id == "isinstance"
        and any(inner is name for argument in call.args for inner in ast.walk(argument))
        for call in calls
    )


CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "strftime", "ctime"},
}


def readings_of_the_time(tree: ast.AST) -> Iterator[Finding]:
    """Calls and imports that tell what time it is. Monotonic counts and waits tell nothing of the sort."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if name in CLOCKS.get(owner, ()):
                    yield node.lineno, f"{owner}.{name}"
            case ast.ImportFrom(module="time"):
                for alias in node.names:
                    if alias.name in CLOCKS["time"]:
                        yield node.lineno, f"time.{alias.name}"


def readings_of_the_environment(tree: ast.AST) -> Iterator[Finding]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr="environ" | "environb" | "getenv" | "putenv"):
                yield node.lineno, f"os.{node.attr}"
            case ast.ImportFrom(module="os"):
                for alias in node.names:
                    if alias.name in {"environ", "environb", "getenv", "putenv"}:
                        yield node.lineno, f"os.{alias.name}"


def found(check: Callable[[ast.AST], Iterator[Finding]], modules: Iterable[Path]) -> list[str]:
    return [
        f"{module}:{line}: {what}"
        for module in modules
        for line, what in check(ast.parse((ROOT / module).read_text()))
    ]


def test_rooms_are_small() -> None:
    lines = {str(module): len((ROOT / module).read_text().splitlines()) for module in MODULES + TESTS}
    assert {module: count for module, count in lines.items() if count > LINES_MAX} == {}


def test_no_float_comes_near_money() -> None:
    assert found(floats, filter(is_money_room, MODULES)) == []


def test_only_the_clock_reads_the_time() -> None:
    assert found(readings_of_the_time, set(MODULES) - {Path("kernel/clock.py")}) == []


def test_only_the_configuration_reads_the_environment() -> None:
    # Hosting sets what psycopg reads at its import; the command line is the composition root.
    readers = {Path("kernel/config.py"), Path("kernel/messaging/__init__.py")}
    others = (module for module in MODULES if module not in readers and module.parts[0] != "cli")
    assert found(readings_of_the_environment, others) == []


@pytest.mark.parametrize(
    ("check", "source", "lines"),
    [
        (floats, "half = 0.5", [1]),
        (floats, "x = float('1')\ny: float", [1, 2]),
        (floats, "share = total / 3\nshare /= 2\nshare //= 2", [1, 2]),
        (floats, "folder / 'charts' / name\nfolder / f'{name}.yaml'\na / b / c", [3, 3]),
        (floats, "if isinstance(x, float): raise Refused", []),
        (readings_of_the_time, "import datetime\ndatetime.datetime.now()", [2]),
        (readings_of_the_time, "datetime.now(UTC)\ndate.today()\ndatetime.utcnow()", [1, 2, 3]),
        (readings_of_the_time, "from time import monotonic, time\ntime.time()", [1, 2]),
        (readings_of_the_time, "clock.now()\ntime.monotonic()\ngiven.today", []),
        (readings_of_the_environment, "os.environ['X']\nos.getenv('X')\nos.path", [1, 2]),
        (readings_of_the_environment, "from os import environ, path", [1]),
    ],
)
def test_the_checks_see_what_they_look_for(
    check: Callable[[ast.AST], Iterator[Finding]], source: str, lines: list[int]
) -> None:
    assert sorted(line for line, _ in check(ast.parse(source))) == lines


def test_money_rooms_are_found() -> None:
    rooms = {str(module) for module in MODULES if is_money_room(module)}
    assert {"kernel/money.py", "services/funds/events/gifts.py", "gateway/ledger/__init__.py"} <= rooms
