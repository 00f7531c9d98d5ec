"""The limits of a process that draws or reads what somebody typed or sent, set before it begins."""

import gc
import resource
import sys
from pathlib import Path

_STATM = Path("/proc/self/statm")
_MEGABYTE = 1024 * 1024
_LEAST_ROOM = 128 * _MEGABYTE  # some systems map far more into every process than they use
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "ctypes.")


def give_up_everything(*, seconds: int, megabytes: int) -> None:
    """No more files, sockets or processes; `seconds` of work; `megabytes` in all.

    The limit on descriptors is kept by the kernel, so that it holds for code in C as well.
    """
    loaded = _mapped_bytes()
    for kind, limit in (
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds + 1),  # the caller has counted to the end by then
    ):
        resource.setrlimit(kind, (limit, limit))
    if loaded:
        most = max(megabytes * _MEGABYTE, loaded + _LEAST_ROOM)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    sys.addaudithook(_refuse)
    gc.disable()  # one piece of work is done, then the process ends


def _mapped_bytes() -> int | None:
    """The address space in use; None where the system does not say and cannot limit it (macOS)."""
    if not _STATM.exists():
        return None
    return int(_STATM.read_text().split()[0]) * resource.getpagesize()


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"This process may not use {event}.")
