"""What a device may keep, and the policy of the page that it keeps."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

SHELL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""A stored page cannot have a nonce, because one that is used twice is none: its scripts are all files of ours."""

FILES = (
    "offline-store.js",
    "offline-send.js",
    "offline-shell.js",
    "app.css",
    "further.css",
    "icons.svg",
    "mark.svg",
    "fonts/rubik-latin.woff2",
)
FONTS = {"he": "fonts/rubik-hebrew.woff2", "ar": "fonts/rubik-arabic.woff2", "ru": "fonts/rubik-cyrillic.woff2"}


def files_of(language: str) -> list[str]:
    """The files that the page needs in that language."""
    return [*FILES, *([FONTS[language]] if language in FONTS else [])]


LASTS = timedelta(hours=24)
IDS_EACH = 50
PEOPLE_SHOWN = 10
GROUPS_BEHIND = timedelta(days=7)
DEVICE = re.compile(r"[0-9a-f]{32}")
HEADER_MAX = 300
CODE_MIN, CODE_MAX = 6, 64


class ListState(StrEnum):
    """What a device that proves whose it is hears about its list."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    UNKNOWN = "unknown"


class DeviceProof(NamedTuple):
    """What a device says of itself: whose it is, its number, the proof that it got, and the mark of its list."""

    person_id: UUID
    device: str
    proof: str
    mark: str


class LeftItem(NamedTuple):
    """Something that was written without a network and not sent, as the device sealed it."""

    id: UUID
    iv: bytes
    text: bytes

    def bound_to(self, person_id: UUID) -> bytes:
        """What the seal is bound to: whose it is, and which item."""
        return f"{person_id.hex}:{self.id}".encode()


ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PLACE = re.compile(
    rf"/clients/{ID}/activities/new|/activities/{ID}/edit|/meetings/{ID}/attendance"
    rf"|/groups/{ID}/days/[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
)


def left_place(content: Mapping[str, Any]) -> str:
    """The page on which somebody else goes on with an item; `ValueError` where there is none."""
    place = f"/groups/{content['group']}/days/{content['on']}" if content.get("first") else content["url"]
    if not PLACE.fullmatch(place):
        raise ValueError("no page of ours")
    return str(place)


def is_of_group(place: str) -> bool:
    """Whether it is the roll of a group, which is about several people."""
    return place.startswith(("/groups/", "/meetings/"))


def ids_in(place: str) -> list[UUID]:
    """The ids of an address."""
    return [UUID(found) for found in re.findall(ID, place)]


def read_proof(header: str) -> DeviceProof | None:
    """The parts of what a device sent, or nothing where it is no proof."""
    person, device, proof, mark = [*header.split("."), "", "", "", ""][:4]
    if not (DEVICE.fullmatch(person) and DEVICE.fullmatch(device) and len(header) < HEADER_MAX):
        return None
    return DeviceProof(UUID(person), device, proof, mark)
