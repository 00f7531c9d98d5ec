"""Percentages as people read them."""


def percentage(part: int, whole: int) -> int | None:
    """A part in whole percent, halves rounded up; nothing of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None
