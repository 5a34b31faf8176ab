"""An example of each fact about passwords and sign-ins."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from golden.parts import NOTE, PERSON, an

from services.members.events import passwords

LOGIN: Final = an("log")[4:]

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (passwords.PasswordSet(PERSON, LOGIN, NOTE), PERSON),
    (passwords.OneTimeTokenIssued(PERSON, "0123456789abcdef" * 4, date(2026, 3, 4)), PERSON),
    (passwords.PasswordResetRequested(PERSON), PERSON),
    (passwords.PasswordEnded(PERSON), PERSON),
    (passwords.SignedIn(PERSON), PERSON),
    (passwords.SignInRefused(LOGIN), LOGIN),
    (passwords.SignInsRefusedWithoutRecord(), "main"),
)
