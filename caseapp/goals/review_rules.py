"""When a goal is looked at again."""

from datetime import date, timedelta


def review_due_on(review_on: date | None, rated_on: date | None, every: int) -> date | None:
    """The day on which client and mentor look at the goal again: the one agreed on or, once the goal was rated on or
    after it, so many days after the last rating. Nothing where no day was agreed on."""
    if review_on is None or rated_on is None or rated_on < review_on:
        return review_on
    return rated_on + timedelta(days=every)
