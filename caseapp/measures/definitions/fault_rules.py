"""What is wrong with the definition of an instrument, in sentences for whoever wrote it."""

from collections.abc import Iterator

from caseapp.i18n import LANGUAGES, _
from caseapp.measures.definitions.instrument_rules import Instrument, ScoreMethod
from caseapp.measures.definitions.scoring_rules import range_of

ITEMS_MOST = 100
ANSWERS_MOST = 101
FACTOR_MOST = 100
OVER_MOST = 100
VERSION_MAX = 20


def faults_of(instrument: Instrument) -> list[str]:
    """All that is wrong with it; nothing where it can be used."""
    faults = [*_item_faults(instrument)]
    faults = faults or [*_scoring_faults(instrument), *_wording_faults(instrument)]
    return faults or [*_band_faults(instrument)]


def _item_faults(of: Instrument) -> Iterator[str]:
    known = [item.id for item in of.items]
    if not 0 < len(of.version) <= VERSION_MAX:
        yield _("The version must have 1 to %(most)s characters.", most=VERSION_MAX)
    if len(known) > ITEMS_MOST:
        yield _("There can be at most %(most)s items.", most=ITEMS_MOST)
    if len(known) != len(set(known)):
        yield _("Two items have the same id.")
    for item in of.items:
        if item.options not in of.likert_options:
            yield _("Item %(item)s: there are no likert_options %(name)s.", item=item.id, name=item.options)
    for name, options in of.likert_options.items():
        if options.min >= options.max:
            yield _("likert_options %(name)s: min must be less than max.", name=name)
        elif options.max - options.min >= ANSWERS_MOST or options.min < 0:
            yield _("likert_options %(name)s: from 0 up, and at most %(most)s answers.", name=name, most=ANSWERS_MOST)


def _scoring_faults(of: Instrument) -> Iterator[str]:
    known = {item.id for item in of.items}
    if of.items and not of.scoring:
        yield _("There are items, and nothing says how they are scored.")
    for score in of.scoring:
        if not score.items or not set(score.items) <= known or len(score.items) != len(set(score.items)):
            yield _("Score %(name)s: its items must be among the items of the instrument, each once.", name=score.id)
        if not set(score.reverse) <= set(score.items):
            yield _("Score %(name)s: what is reversed must be among its items.", name=score.id)
        if not 0 <= score.may_miss < max(len(score.items), 1):
            yield _("Score %(name)s: may_miss must leave at least one answer.", name=score.id)
        if score.method is ScoreMethod.SUM and score.may_miss:
            yield _("Score %(name)s: a sum with a missing answer would count it as zero.", name=score.id)
        if not 1 <= score.factor <= FACTOR_MOST:
            yield _("Score %(name)s: the factor must be from 1 to %(most)s.", name=score.id, most=FACTOR_MOST)
        if len({item.options for item in of.items if item.id in score.items}) > 1:
            yield _("Score %(name)s: all its items must have the same answers.", name=score.id)


def _wording_faults(of: Instrument) -> Iterator[str]:
    known = {item.id for item in of.items}
    if of.translations and not known:
        yield _("There is a text, and there are no items.")
    for language, text in of.translations.items():
        if language not in LANGUAGES:
            yield _("%(language)s is none of the languages: %(known)s.", language=language, known=", ".join(LANGUAGES))
        if set(text.items) != known:
            yield _(
                "%(language)s: there must be a text for each of the %(number)s items, and for no other.",
                language=language,
                number=len(known),
            )
        for name, options in of.likert_options.items():
            number = len(text.options.get(name, ()))
            if number != len(options.values) and not (number == 0 and len(text.ends) == 2):
                yield _(
                    "%(language)s: there must be words for each of the %(number)s answers %(name)s.",
                    language=language,
                    number=len(options.values),
                    name=name,
                )


def _band_faults(of: Instrument) -> Iterator[str]:
    if not of.scoring:
        return
    least, most = range_of(of, of.scoring[0])
    if of.low and not least <= of.low.at <= most:
        yield _("low: %(at)s is no score; they go from %(least)s to %(most)s.", at=of.low.at, least=least, most=most)
    if of.change and not (0 < of.change.points <= most - least and 1 <= of.change.over <= OVER_MOST):
        yield _(
            "change: the points must be from 1 to %(most)s, over 1 to %(over)s scores.",
            most=most - least,
            over=OVER_MOST,
        )
