"""Reminders (提醒): what is due or overdue is sent out, once a day; off where nothing is configured.

`settings` what is configured     `letters` what is said     `channels` webhook and e-mail
`sent` what was sent today        `running` the thread
"""

from __future__ import annotations
