"""An author's text of an instrument that is shipped without: YAML of the one schema and nothing that could do harm."""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import category

from caseapp.i18n import _
from caseapp.invisible_rules import INVISIBLE
from caseapp.measures.definitions.definition_rules import DefinitionFault, structured
from caseapp.measures.definitions.fault_rules import faults_of
from caseapp.measures.definitions.instrument_rules import Instrument, TranslationState

BYTES_MAX = 100_000
WORDS_MAX = 500
NODES_MAX = 5_000
DEPTH_MAX = 8
MARKUP = re.compile(r"<[!/?a-zA-Z]|&#?[a-zA-Z0-9]+;")
TEXT_TAG = "tag:yaml.org,2002:str"
PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
NOT_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})


def decode(content: bytes) -> str:
    """The letters of a file, or `DefinitionFault`."""
    if len(content) > BYTES_MAX:
        raise DefinitionFault(_("The text is too long: at most %(most)s bytes.", most=BYTES_MAX))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DefinitionFault(_("This is not text in UTF-8.")) from fault


def read_text(text: str, shipped: Instrument) -> Instrument:
    """The author's text of this instrument, or `DefinitionFault` with a sentence for each fault."""
    loaded = _loaded(text)
    found = structured(loaded)
    unsaid = [] if "higher_is_better" in loaded else [_("%(place)s is missing.", place="higher_is_better")]
    if faults := [*unsaid, *_differences(found, shipped), *faults_of(found), *_missing(found)]:
        raise DefinitionFault(*faults)
    return found


def _loaded(text: str) -> Any:
    import yaml

    try:
        faults = list(_event_faults(yaml.parse(text, yaml.SafeLoader)))
        if not faults:
            loader = yaml.SafeLoader(text)
            node = loader.get_single_node()
            faults = list(_name_faults(node))
            if not faults:
                return loader.construct_document(node) if node else None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise DefinitionFault(_("This is not YAML: %(fault)s", fault=" ".join(str(fault).split()))) from fault
    raise DefinitionFault(*faults)


def _event_faults(events: Any) -> Iterator[str]:
    """What may not be in it, before anything is made of it: it ends with the first fault that could grow."""
    depth = 0
    for number, event in enumerate(events):
        line = event.start_mark.line + 1
        name = type(event).__name__
        depth += name.endswith(("SequenceStartEvent", "MappingStartEvent"))
        depth -= name.endswith(("SequenceEndEvent", "MappingEndEvent"))
        if number > NODES_MAX or depth > DEPTH_MAX:
            yield _("Line %(line)s: there are too many parts, or parts in parts.", line=line)
            return
        if getattr(event, "anchor", None) is not None:
            yield _("Line %(line)s: anchors and aliases (& and *) are not taken.", line=line)
            return
        if getattr(event, "tag", None) is not None or getattr(event, "tags", None):
            yield _("Line %(line)s: tags (with an exclamation mark) are not taken.", line=line)
            return
        if name == "ScalarEvent":
            yield from _word_faults(event.value, line)
            if event.implicit[0] and _is_odd_number(event.value):
                yield _("Line %(line)s: a whole number is written in plain digits: 1, 10, 100.", line=line)


def _is_odd_number(words: str) -> bool:
    """Whether YAML makes of it another number than a person reads: 010 is eight, 1:30 is ninety."""
    import yaml

    tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, words, (True, False))
    return bool(tag.endswith(":int")) and not PLAIN_NUMBER.fullmatch(words)


def _name_faults(node: Any) -> Iterator[str]:
    """Names that are no text, or stand twice in one part: the second would silently win."""
    if node is None or isinstance(node.value, str):
        return
    pairs = node.value and isinstance(node.value[0], tuple)
    keys = [key for key, _value in node.value] if pairs else []
    for key in keys:
        if key.tag != TEXT_TAG:
            yield _("Line %(line)s: the name of a part is a text.", line=key.start_mark.line + 1)
    names = [key.value for key in keys]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield _("Line %(line)s: %(name)s stands twice.", line=node.value[place][0].start_mark.line + 1, name=name)
    for each in node.value:
        yield from _name_faults(each[1] if pairs else each)


def _word_faults(words: str, line: int) -> Iterator[str]:
    if len(words) > WORDS_MAX:
        yield _("Line %(line)s: at most %(most)s letters.", line=line, most=WORDS_MAX)
    elif MARKUP.search(words):
        yield _("Line %(line)s: there is markup in it; only plain text is taken.", line=line)
    elif any(letter in INVISIBLE or category(letter) in NOT_TEXT for letter in words):
        yield _("Line %(line)s: there are invisible characters or marks of direction in it.", line=line)


def _differences(found: Instrument, shipped: Instrument) -> Iterator[str]:
    """In what it is another instrument than the one that waits for its text."""
    if found.code != shipped.code:
        yield _("The code must be %(code)s.", code=shipped.code)
    number = shipped.number_of_items or len(shipped.items)
    if number and len(found.items) != number:
        yield _("%(name)s has %(number)s items, and here there are %(found)s.",
                name=shipped.scale_info.name, number=number, found=len(found.items))  # fmt: skip
    elif shipped.items and found.code == shipped.code and not found.is_scored_as(shipped):
        yield _("Items, answers and scoring must be as they are shipped: only the text is loaded.")
    elif shipped.items and _steps_by(found) != _steps_by(shipped):
        yield _("low, change and period_days must be as they are shipped: only the text is loaded.")
    main = shipped.likert_options.get("main")
    if main and (found.likert_options.get("main"), found.higher_is_better) != (main, shipped.higher_is_better):
        yield _("likert_options main and higher_is_better must be as they are shipped.")
    if found.low and found.low.is_setting:
        yield _("low: is_setting is only for our own pulse; say the number and its source.")


def _steps_by(of: Instrument) -> tuple[object, ...]:
    return of.low, of.change, of.period_days


def _missing(found: Instrument) -> Iterator[str]:
    if not found.translations:
        yield _("There is no text in any language.")
    info = found.scale_info
    for name in ("version", "name", "citation", "license"):
        if not getattr(info, name).strip():
            yield _("scale_info: %(name)s is empty.", name=name)
    for name, rule in (("low", found.low), ("change", found.change)):
        if rule and not rule.source.strip():
            yield _("%(name)s: it must say its source.", name=name)
    for language, text in found.translations.items():
        if text.state is TranslationState.LOCAL:
            yield _("%(language)s: a translation of one's own is not taken. The state is official or published.",
                    language=language)  # fmt: skip
        if not text.source.strip():
            yield _("%(language)s: it must say its source: who published this text.", language=language)
        said = [words.strip() for words in text.items.values()]
        if not all(said) or not all(words.strip() for each in text.options.values() for words in each):
            yield _("%(language)s: a text is empty.", language=language)
        elif len(set(said)) < len(said):
            yield _("%(language)s: two items have the same text.", language=language)
