"""Passkeys (WebAuthn): for what one is asked, for how long an answer fits, and what the browser is told."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _l

ISSUER = "caseapp"
NAME_MAX = 60
MOST = 10
ENOUGH = _l("You have ten passkeys, and that is the most. Remove one that you no longer use.")
ANSWER_MAX = 8_000
CHALLENGE_FOR = timedelta(minutes=30)
TIME_BYTES, NONCE_BYTES, MARK_BYTES = 8, 16, 16
PATIENCE_MILLISECONDS = 120_000
SIGNATURES = (-8, -7, -257)
"""Ed25519, ECDSA and RSA, as the registry of COSE numbers them."""


class PasskeyPurpose(StrEnum):
    """For what a passkey is asked: an answer fits one purpose alone."""

    SIGN_IN = "sign-in"
    SECOND_STEP = "second-step"
    PROOF = "proof"
    ADD = "add"
    FIRST = "first"


@dataclass(frozen=True)
class Ceremony:
    """One question to a passkey: for what, of whom where that is known, in which session of a browser, and at which
    site."""

    purpose: PasskeyPurpose
    session: str
    host: str
    origin: str
    network: str = ""
    person_id: UUID | None = None

    @property
    def bound_to(self) -> str:
        """What an answer is bound to, beside its instant."""
        return f"{self.purpose}:{self.session}:{self.person_id.hex if self.person_id else ''}"


@dataclass(frozen=True)
class PasskeyDraft:
    """A passkey to be added: what its owner calls it, and what the device answered."""

    name: str
    answer: str


class PasskeyRow(NamedTuple):
    """One of a person's passkeys, in a list."""

    id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None


def text_of(content: bytes) -> str:
    """Bytes as WebAuthn writes them."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """The bytes that were written so; `ValueError` for anything else."""
    return urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))


def request_options(challenge: bytes, host: str, known: Iterable[bytes]) -> str:
    """What a browser is told to ask a passkey; without `known` ones the device offers those that it has."""
    return json.dumps(
        {
            "challenge": text_of(challenge),
            "rpId": host,
            "userVerification": "required",
            "timeout": PATIENCE_MILLISECONDS,
            "allowCredentials": _named(known),
        }
    )


def creation_options(challenge: bytes, host: str, person: Any, known: Iterable[bytes]) -> str:
    """What a browser is told to make: a passkey that a device finds by itself, and that only its owner can use."""
    return json.dumps(
        {
            "challenge": text_of(challenge),
            "rp": {"id": host, "name": ISSUER},
            "user": {"id": text_of(person.id.bytes), "name": person.username, "displayName": person.name},
            "pubKeyCredParams": [{"type": "public-key", "alg": number} for number in SIGNATURES],
            "authenticatorSelection": {
                "residentKey": "required",
                "requireResidentKey": True,
                "userVerification": "required",
            },
            "attestation": "none",
            "timeout": PATIENCE_MILLISECONDS,
            "excludeCredentials": _named(known),
        }
    )


def check_number(number: int) -> None:
    """`RuleBroken` where somebody has enough of them."""
    if number >= MOST:
        raise RuleBroken(ENOUGH, "name")


def _named(known: Iterable[bytes]) -> list[dict[str, str]]:
    return [{"type": "public-key", "id": text_of(each)} for each in known]
