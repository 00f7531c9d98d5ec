"""The file of a backup: lines of JSON, compressed and encrypted.

It is a line that names the format, then pieces: length (4 bytes), nonce (12), AES-256-GCM ciphertext.
Each piece authenticates its position and whether it is the last, so that a cut or shuffled file is refused.
"""

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.db.keys.ring import KeyRing
from caseapp.errors import RuleBroken

FORMAT = b"caseapp backup 1\n"
PIECE = 1 << 20
HEAD = 16  # of each piece: its length and its nonce
UNFINISHED = ".part"


def write_lines(path: Path, ring: KeyRing, lines: Iterable[dict[str, Any]]) -> None:
    """Write the file beside its place and put it there when it is whole and on the disk; what fails leaves nothing."""
    draft = path.with_name(path.name + UNFINISHED)
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _write_pieces(file, ring, _packed(lines))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _keep_name(path.parent)


def check_file(path: Path, ring: KeyRing) -> None:
    """Read the file back, every piece of it; `RuleBroken` where it is not what was written."""
    for _piece in _pieces(path, ring):
        pass


def is_whole(path: Path, ring: KeyRing) -> bool:
    """Whether the file has its end, and opens with these keys; the pieces between are not read."""
    try:
        with path.open("rb") as file:
            if file.readline(len(FORMAT)) != FORMAT:
                return False
            size, number = path.stat().st_size, 0
            while head := file.read(HEAD):
                ends_at = file.tell() + int.from_bytes(head[:4], "big")
                if ends_at >= size:
                    _open(_openers(ring), head[4:], file.read(), _place(number, last=True))
                    return True
                file.seek(ends_at)
                number += 1
    except (InvalidTag, ValueError):
        return False
    return False


def _keep_name(folder: Path) -> None:
    """Have the folder's list of names on the disk too."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _packed(lines: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    packer = zlib.compressobj(6)
    for line in lines:
        yield packer.compress(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    yield packer.flush()


def _write_pieces(file: BinaryIO, ring: KeyRing, parts: Iterable[bytes]) -> None:
    seal = _opener(ring.database)
    file.write(FORMAT)
    waiting, number = bytearray(), 0

    def write(piece: bytes, last: bool) -> None:
        nonce = os.urandom(12)
        sealed = seal.encrypt(nonce, piece, _place(number, last))
        file.write(len(sealed).to_bytes(4, "big") + nonce + sealed)

    for part in parts:
        waiting += part
        while len(waiting) > PIECE:
            write(bytes(waiting[:PIECE]), last=False)
            del waiting[:PIECE]
            number += 1
    write(bytes(waiting), last=True)


def read_lines(path: Path, ring: KeyRing) -> Iterator[dict[str, Any]]:
    """What was written, line by line; `RuleBroken` where the file is damaged or belongs to other keys."""
    unpacker, rest = zlib.decompressobj(), b""
    try:
        for piece in _pieces(path, ring):
            rest += unpacker.decompress(piece)
            *whole, rest = rest.split(b"\n")
            yield from map(json.loads, whole)
    except (zlib.error, json.JSONDecodeError):
        raise RuleBroken(f"{path} cannot be read: it is damaged.") from None


def _pieces(path: Path, ring: KeyRing) -> Iterator[bytes]:
    openers = _openers(ring)
    with path.open("rb") as file:
        if file.readline(len(FORMAT)) != FORMAT:
            raise RuleBroken(f"{path} is not a backup of this application.")
        size = path.stat().st_size
        number = 0
        while head := file.read(HEAD):
            length = int.from_bytes(head[:4], "big")
            sealed = file.read(length)
            last = file.tell() == size
            try:
                yield _open(openers, head[4:], sealed, _place(number, last))
            except (InvalidTag, ValueError):
                raise RuleBroken(f"{path} was cut or changed, or it belongs to other keys.") from None
            number += 1


def _place(number: int, last: bool) -> bytes:
    return f"caseapp backup:{number}:{last}".encode()


def _open(openers: list[AESGCM], nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    """The piece; of the keys that may open it only the one that does is left. `InvalidTag` where none does."""
    for opener in openers:
        with suppress(InvalidTag):
            piece = opener.decrypt(nonce, sealed, place)
            openers[:] = [opener]
            return piece
    raise InvalidTag


def _openers(ring: KeyRing) -> list[AESGCM]:
    """What may open a backup: the database's key, and those from before, with which older ones were made."""
    return [_opener(key) for key in dict.fromkeys((ring.database, *reversed(ring.databases)))]


def _opener(key: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, None, b"caseapp backup").derive(key))
