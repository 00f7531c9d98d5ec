"""Errors of the application; each has one answer on the web and one in the shell."""

from typing import Any


class NotVisible(Exception):
    """The row does not exist for this viewer, whether or not it exists for others: 404."""


class NotAllowed(Exception):
    """The role may not do this: 403, with the roles that may."""


class HandedOver(NotAllowed):
    """A client holds the screen of this session, and this is not a page for that: 403, with the way back to theirs."""


class RuleBroken(Exception):
    """A rule refuses this; the sentence is shown to the person."""

    def __init__(self, sentence: object, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class Conflict(Exception):
    """Somebody else saved first: 409. `row` is the newest state, where the page can show both."""

    def __init__(self, row: Any = None) -> None:
        super().__init__("conflict")
        self.row = row


class TooMany(Exception):
    """Too many attempts: 429. `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


class Crowded(TooMany):
    """Too many people want the same at this moment: 503; nobody's attempt counts. `sentence` says what it is."""

    def __init__(self, wait: int, sentence: object = None) -> None:
        super().__init__(wait)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence or super().__str__())


class Unavailable(Exception):
    """The database cannot be read or written now: 503; nothing typed is lost."""


class KeyMissing(Unavailable):
    """This host does not hold the key with which the records are sealed now: 503 until it does. Its text is the
    sentence about what holds the keys and could not be asked; empty where it could."""


class Unreadable(str):
    """What a page shows in the place of a stored text that cannot be opened: a sentence with the text's `number`."""

    number: str

    def is_left_by(self, text: str | None) -> bool:
        """Whether a form that showed this gives nothing to put in its place."""
        return not text or self.number in text


class SettingWrong(Exception):
    """A setting that stops the start; the sentence says which and what to do."""
