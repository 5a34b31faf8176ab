"""Questions at the terminal: from nothing to a council, without typing JSON."""

from __future__ import annotations

from collections.abc import Callable

import typer

from cli.setup.plan import (
    ACCOUNT_KINDS,
    FUND_KINDS,
    FUND_SOURCES,
    MEMBER_KINDS,
    Account,
    Fund,
    NotUnderstood,
    Office,
    Setup,
    Unit,
    choices,
    code,
    gathered,
    word,
)
from cli.texts import Words

OFFICES = ("treasurer", "chair", "project_lead", "auditor")
"""Asked for in this order; one person may hold several, but a payment takes three people."""


def ask(say: Words) -> Setup:
    """Everything that a council begins with. Each question has an answer to start from."""
    typer.echo(say("ask.welcome"))
    setup = Setup(_line(say("ask.council")))
    typer.echo(say("ask.offices"))
    offices = [
        (name, None, Office(office))
        for office in OFFICES
        if (name := _line(say(f"ask.office.{office}"), default=""))
    ]
    setup.people = gathered(list(offices))
    while len(setup.accounts) == 0 or typer.confirm(say("ask.another_account"), default=False):
        setup.accounts.append(_account(say, setup))
    while len(setup.funds) == 0 or typer.confirm(say("ask.another_fund"), default=False):
        setup.funds.append(_fund(say, setup))
    while typer.confirm(say("ask.another_unit"), default=False):
        setup.units.append(_unit(say, setup))
    return setup


def _account(say: Words, setup: Setup) -> Account:
    taken = {one.code for one in setup.accounts}
    return Account(
        code=_code(say, "ask.account_code", "BANK", taken),
        name=_line(say("ask.account_name"), default=say("ask.account_name_usual")),
        kind=_word(say, "ask.account_kind", ACCOUNT_KINDS, "bank"),
        currency="CNY",
        legal_holder=_line(say("ask.legal_holder"), default=setup.council),
    )


def _fund(say: Words, setup: Setup) -> Fund:
    taken = {one.code for one in setup.funds}
    return Fund(
        code=_code(say, "ask.fund_code", "GZ", taken),
        name=_line(say("ask.fund_name"), default=say("ask.fund_name_usual")),
        kind=_word(say, "ask.fund_kind", FUND_KINDS, "co_governance"),
        source=_word(say, "ask.fund_source", FUND_SOURCES, "donation"),
        legal_holder=_line(say("ask.legal_holder"), default=setup.council),
        currency="CNY",
    )


def _unit(say: Words, setup: Setup) -> Unit:
    taken = {one.code for one in setup.units}
    return Unit(
        code=_code(say, "ask.unit_code", f"U{len(taken) + 1:02}", taken),
        name=_line(say("ask.unit_name")),
        kind=_word(say, "ask.unit_kind", MEMBER_KINDS, "resident_unit"),
    )


def _line(question: str, default: str | None = None) -> str:
    return str(typer.prompt(question, default=default)).strip()


def _code(say: Words, question: str, usual: str, taken: set[str]) -> str:
    def read(text: str) -> str:
        found = code(text)
        if found in taken:
            raise NotUnderstood("setup.code_twice", text=found)
        return found

    return _until(say, lambda: _line(say(question), default=None if usual in taken else usual), read)


def _word(say: Words, question: str, words: tuple[str, ...], usual: str) -> str:
    asked = f"{say(question)} ({choices(words)})"
    return _until(say, lambda: _line(asked, default=usual), lambda text: word(text, words, say(question)))


def _until(say: Words, question: Callable[[], str], read: Callable[[str], str]) -> str:
    """Asks until the answer is understood."""
    while True:
        try:
            return read(question())
        except NotUnderstood as error:
            typer.echo(say(error.code, **error.about))
