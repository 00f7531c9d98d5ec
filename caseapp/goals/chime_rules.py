"""What a goal gives beside its part of life: the five processes of recovery (Leamy and others 2011, CHIME)."""

from enum import StrEnum

from caseapp.i18n import _l


class Chime(StrEnum):
    """One of the five, in the order of the name."""

    CONNECTEDNESS = "connectedness"
    HOPE = "hope"
    IDENTITY = "identity"
    MEANING = "meaning"
    EMPOWERMENT = "empowerment"


CHIME_NAMES = {
    Chime.CONNECTEDNESS: _l("Connection with people"),
    Chime.HOPE: _l("Hope"),
    Chime.IDENTITY: _l("Who I am"),
    Chime.MEANING: _l("Meaning"),
    Chime.EMPOWERMENT: _l("Control over my own life"),
}
