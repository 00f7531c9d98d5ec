"""The rules of the second step: codes of an authenticator (TOTP, RFC 6238) and recovery codes."""

import hmac
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import NamedTuple

from pyotp import TOTP

from caseapp.access.roles import Role

ISSUER = "caseapp"
KEY_BYTES = 20  # the length of a key that RFC 4226 recommends
STEPS_AROUND = (0, -1, 1)
PROVEN_FOR = timedelta(minutes=10)
RECOVERY_CODES = 10
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
RECOVERY_LENGTH = 16
CODE_MAX = 40


class SecondStep(NamedTuple):
    """What a person has for the second step: since when an authenticator, how many unused codes and passkeys."""

    added_at: datetime | None
    codes_left: int
    passkeys: int = 0

    @property
    def is_set_up(self) -> bool:
        """Whether the password alone is not enough."""
        return self.added_at is not None or self.passkeys > 0


def is_always_required_of(role: str, is_in_charge: bool) -> bool:
    """Whether nobody may leave the second step to such a person: all but mentors, and mentors in charge of a team."""
    return role != Role.MENTOR or is_in_charge


def typed_code(text: str) -> str:
    """What was meant: digits of any script, in any grouping, letters in small."""
    letters = (str(unicodedata.digit(letter, letter)) for letter in unicodedata.normalize("NFKC", text))
    return "".join(letter for letter in letters if letter.isalnum()).lower()


def accepted_step(key: str, code: str, moment: datetime) -> int | None:
    """The number of the step of 30 seconds to which the code belongs; the ones before and after the present are right
    too, because clocks differ."""
    codes = TOTP(key)
    present, typed = codes.timecode(moment), code.encode()
    steps = (present + by for by in STEPS_AROUND)
    return next((step for step in steps if hmac.compare_digest(codes.generate_otp(step).encode(), typed)), None)


def enrolment_address(key: str, username: str) -> str:
    """What the drawn code says, and what an authenticator on the same device opens."""
    return TOTP(key).provisioning_uri(name=username, issuer_name=ISSUER)


def new_recovery_codes() -> list[str]:
    """Ten codes of 79 random bits each, in groups of four."""
    return ["-".join(_group() for _ in range(RECOVERY_LENGTH // 4)) for _ in range(RECOVERY_CODES)]


def _group() -> str:
    return "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(4))
