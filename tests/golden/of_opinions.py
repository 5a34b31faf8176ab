"""An example of each fact about opinions, issues and call-backs, with its subject."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import NOTE, PERSON, PROJECT, an

from services.projects.events import opinions

OPINION, ISSUE = an("opi"), an("iss")

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (opinions.OpinionHeard(OPINION, "visit", "公共设施", NOTE, NOTE, PERSON), OPINION),
    (opinions.IssueOpened(ISSUE, "广场没有长椅", (OPINION, an("opi", "two"))), ISSUE),
    (opinions.OpinionsJoined(ISSUE, (an("opi", "three"),)), ISSUE),
    (opinions.IssueAssigned(ISSUE, PERSON), ISSUE),
    (opinions.IssueSupervised(ISSUE, an("per", "two")), ISSUE),
    (opinions.IssueSolved(ISSUE, NOTE), ISSUE),
    (opinions.IssueBecameProject(ISSUE, PROJECT), ISSUE),
    (
        opinions.AuthorCalledBack(an("cbk"), ISSUE, OPINION, PROJECT, "dissatisfied", NOTE, reopens=True),
        ISSUE,
    ),
)
