"""What opinions and issues become. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.opinions.documents import Issue, Opinion
from services.projects.events.opinions import (
    AuthorCalledBack,
    Fact,
    IssueAssigned,
    IssueBecameProject,
    IssueOpened,
    IssueSolved,
    IssueSupervised,
    OpinionHeard,
    OpinionsJoined,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case OpinionHeard():
            return [(Opinion, fact.opinion)]
        case IssueOpened() | OpinionsJoined():
            return [(Issue, fact.issue), *((Opinion, one) for one in fact.opinions)]
        case IssueAssigned() | IssueSupervised() | IssueSolved() | IssueBecameProject() | AuthorCalledBack():
            return [(Issue, fact.issue)]
        case _:
            assert_never(fact)


def _opinion(before: Opinion, told: Told) -> Opinion:
    fact: OpinionHeard | IssueOpened | OpinionsJoined = told.fact
    match fact:
        case OpinionHeard():
            return Opinion(fact.author)
        case IssueOpened() | OpinionsJoined():
            return replace(before, issues=(*before.issues, fact.issue))
        case _:
            assert_never(fact)


OfIssue = (
    IssueOpened
    | OpinionsJoined
    | IssueAssigned
    | IssueSupervised
    | IssueSolved
    | IssueBecameProject
    | AuthorCalledBack
)


def _issue(before: Issue, told: Told) -> Issue:  # noqa: PLR0911 - one case per fact
    fact: OfIssue = told.fact
    match fact:
        case IssueOpened():
            return Issue(fact.opinions)
        case OpinionsJoined():
            return replace(before, opinions=(*before.opinions, *fact.opinions))
        case IssueAssigned():
            return replace(before, state="assigned", assigned=fact.person)
        case IssueSupervised():
            return replace(before, supervisor=fact.person)
        case IssueSolved():
            return replace(before, state="solved", solver=told.whose, answers={})
        case IssueBecameProject():
            return replace(before, state="project", project=fact.project, solver=None, answers={})
        case AuthorCalledBack():
            after = replace(before, answers={**before.answers, fact.opinion: fact.result})
            return replace(after, state="reopened", reopened=True) if fact.reopens else after
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Evolve]] = {Opinion: _opinion, Issue: _issue}
