"""How long to wait before a process that keeps ending is started again."""

import time

SHORT_LIFE_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0


class Pauses:
    """One short life is followed by a start at once, more of them by longer and longer pauses."""

    def __init__(self) -> None:
        self.short_lives = 0
        self.next_start_at = 0.0

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.next_start_at

    def count_end(self, started_at: float) -> None:
        """A process that began at that moment has ended."""
        now = time.monotonic()
        self.short_lives = self.short_lives + 1 if now < started_at + SHORT_LIFE_SECONDS else 0
        pause = 0.25 * 2 ** (self.short_lives - 2) if self.short_lives > 1 else 0.0
        self.next_start_at = now + min(pause, LONGEST_PAUSE_SECONDS)

    def take_longest(self) -> None:
        """Nothing can be started now."""
        self.next_start_at = time.monotonic() + LONGEST_PAUSE_SECONDS
