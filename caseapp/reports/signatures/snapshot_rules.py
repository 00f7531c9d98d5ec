"""What a signed report says, as one text that can be kept, hashed and read again."""

import hashlib
import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from caseapp.reports.content_rules import ClientProgress

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter


@cache
def _converter() -> "JsonConverter":
    from cattrs.preconf.json import make_converter

    converter = make_converter()
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _type: Decimal(text))
    converter.register_unstructure_hook(UUID, lambda id_: id_.hex)
    converter.register_structure_hook(UUID, lambda text, _type: UUID(text))
    return converter


def to_snapshot(progress: ClientProgress) -> str:
    """The facts and texts in one canonical form: the same content is always the same text."""
    return json.dumps(_converter().unstructure(progress), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_snapshot(snapshot: str) -> ClientProgress:
    """The facts and texts of a snapshot."""
    return _converter().loads(snapshot, ClientProgress)


def fingerprint(snapshot: str) -> str:
    """SHA-256 of the snapshot (FIPS 180-4) in hexadecimal; its first eight letters stand on every page."""
    return hashlib.sha256(snapshot.encode()).hexdigest()
