"""What can go wrong in the work itself; each kind has one answer on the web and one in the shell."""

from typing import Any


class NotVisible(Exception):
    """The row does not exist for this viewer: 404, whether it exists for others or not."""


class NotAllowed(Exception):
    """The role may not do this: 403, in plain words with who may."""


class RuleBroken(Exception):
    """A rule of the work says no; the sentence is shown to the person."""

    def __init__(self, sentence: object, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class Conflict(Exception):
    """Somebody else was there first: 409. `row` is the newest state, where the page can show both."""

    def __init__(self, row: Any = None) -> None:
        super().__init__("conflict")
        self.row = row


class TooMany(Exception):
    """Slow down: 429. `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


class Unavailable(Exception):
    """The store cannot be written or read now: 503, and nothing typed is lost."""


class SettingWrong(Exception):
    """A setting stops the start; the sentence says which and what to do."""
