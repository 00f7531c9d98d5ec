"""Time as people read it: hours and minutes, and never a fraction of an hour."""

from decimal import ROUND_HALF_UP, Decimal

MINUTES_OF_AN_HOUR = 60


def time_figure(minutes: int) -> str:
    """Hours and minutes as 31:05: parts written like this add up to their sum."""
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    return f"{hours}:{rest:02}"


def hours_figure(hours: Decimal) -> str:
    """So many hours to the minute, as 12:51."""
    return time_figure(int((hours * MINUTES_OF_AN_HOUR).quantize(Decimal(1), ROUND_HALF_UP)))
