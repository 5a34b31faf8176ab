"""What waits for whom: told from the records and from who holds which mandate, and kept nowhere.

`task` says what a task is and whom it waits for; `finding` looks for them, a rule for each kind.
"""

from __future__ import annotations
