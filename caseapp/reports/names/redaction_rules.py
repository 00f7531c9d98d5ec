"""A report without the names that are not to be printed: those of others, or the client's own."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from caseapp.circles.figure_rules import CircleMap, CircleProgress
from caseapp.reports.content_rules import ClientProgress, CountedRecords
from caseapp.reports.names.masking_rules import OtherName, mask
from caseapp.reports.rules import initials_of


def without_names(progress: ClientProgress, names: Sequence[OtherName]) -> ClientProgress:
    """The same with other words in the place of these names, in every text that somebody wrote."""
    return _rewritten(progress, lambda text: mask(text, names)) if names else progress


def with_initials(progress: ClientProgress) -> ClientProgress:
    """The same with initials in the place of the client's name, and without a drawn signature, which would show it."""
    initials = initials_of(progress.name)
    own = [OtherName(name, initials) for name in dict.fromkeys((progress.name, progress.called)) if name]
    written = _rewritten(progress, lambda text: mask(text, own))
    said = replace(written.said, strokes=()) if written.said else None
    return replace(written, name=initials, called=initials, said=said, has_initials=True)


def _rewritten(progress: ClientProgress, write: Callable[[str], str]) -> ClientProgress:
    said, edition = progress.said, progress.edition
    return replace(
        progress,
        texts={section: write(text) for section, text in progress.texts.items()},
        goals=tuple(
            replace(
                goal,
                client_words=write(goal.client_words),
                wording=write(goal.wording),
                ladder={level: write(words) for level, words in goal.ladder.items()},
                step_records=tuple(replace(step, words=write(step.words)) for step in goal.step_records),
            )
            for goal in progress.goals
        ),
        groups=tuple(replace(group, name=write(group.name)) for group in progress.groups),
        ties=tuple(replace(tie, name=write(tie.name)) for tie in progress.ties),
        records=_records(progress.records, write),
        circles=_circles(progress.circles, write),
        said=replace(said, own_words=write(said.own_words)) if said else None,
        edition=replace(edition, reason=write(edition.reason)),
    )


def _records(records: CountedRecords | None, write: Callable[[str], str]) -> CountedRecords | None:
    if records is None:
        return None
    return replace(records, marks=tuple(replace(mark, group=write(mark.group)) for mark in records.marks))


def _circles(circles: CircleProgress | None, write: Callable[[str], str]) -> CircleProgress | None:
    if circles is None:
        return None
    return CircleProgress(_map(circles.now, write), _map(circles.then, write) if circles.then else None)


def _map(circle: CircleMap, write: Callable[[str], str]) -> CircleMap:
    ties = (
        replace(tie, nickname=write(tie.nickname), role_words=write(tie.role_words), note=write(tie.note))
        for tie in circle.ties
    )
    return replace(circle, ties=tuple(ties))
