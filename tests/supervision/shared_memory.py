"""What a process remembers, while another of its threads changes it."""

from collections.abc import Collection, Iterator
from typing import Any


class ForgottenMeanwhile(dict[Any, Any]):
    """Another thread forgets what was just found to be there."""

    def __contains__(self, key: object) -> bool:
        return self.pop(key, None) is not None


class ChangedMeanwhile(Collection[Any]):
    """The ids of nobody; another thread forgets somebody whenever they are looked at."""

    def __init__(self, known: dict[Any, Any]) -> None:
        self.known = known

    def __contains__(self, _key: object) -> bool:
        self.known.popitem()
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0
