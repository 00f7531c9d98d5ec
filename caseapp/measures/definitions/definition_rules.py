"""The definitions of instruments, read once and checked at the start."""

from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from caseapp.i18n import _
from caseapp.measures.definitions.fault_rules import faults_of
from caseapp.measures.definitions.instrument_rules import Instrument

FOLDER = Path(__file__).parent.parent / "instruments"
FORMER = "former"
PULSE = "pulse"


class DefinitionFault(Exception):
    """A definition cannot be used; each sentence says what is wrong with it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@cache
def instruments() -> dict[str, Instrument]:
    """Those that are shipped, by their codes; our own pulse first."""
    found = [_read(path, "") for path in sorted(FOLDER.glob("*.yaml"))]
    return {each.code: each for each in sorted(found, key=lambda each: (each.code != PULSE, each.scale_info.name))}


@cache
def shipped_versions() -> dict[tuple[str, str], Instrument]:
    """Every version that is or was shipped, by its code and its name: whatever was answered stays readable."""
    former = [_read(path, "-") for path in sorted((FOLDER / FORMER).glob("*.yaml"))]
    return {(each.code, each.version): each for each in [*former, *instruments().values()]}


def read_definition(text: str) -> Instrument:
    """One definition, or `DefinitionFault`."""
    import yaml

    try:
        found = structured(yaml.safe_load(text))
    except yaml.YAMLError as fault:
        raise DefinitionFault(_("This is not YAML: %(fault)s", fault=" ".join(str(fault).split()))) from fault
    if faults := faults_of(found):
        raise DefinitionFault(*faults)
    return found


def structured(found: Any) -> Instrument:
    """The definition that was read, if it fits the schema, or `DefinitionFault`."""
    from cattrs import ClassValidationError, IterableValidationError, transform_error

    try:
        instrument: Instrument = _converter().structure(found, Instrument)
    except (ClassValidationError, IterableValidationError) as fault:
        raise DefinitionFault(*map(_schema_fault, transform_error(fault))) from fault
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise DefinitionFault(_("This is no definition of an instrument.")) from fault
    return instrument


def _schema_fault(said: str) -> str:
    """What cattrs says of a place, as whoever wrote the definition can use it."""
    what, _at, place = said.rpartition(" @ $")
    place = place.lstrip(".") or "…"
    if what == "required field missing":
        return _("%(place)s is missing.", place=place)
    if what.startswith("extra fields found"):
        return _("%(place)s: not known here: %(names)s.", place=place, names=what.partition("(")[2].rstrip(")"))
    if what.endswith("expected str"):
        return _("%(place)s: here stands a text, in quotes where it looks like a number.", place=place)
    if what.endswith("expected int"):
        return _("%(place)s: here stands a whole number.", place=place)
    if what.endswith("expected bool"):
        return _("%(place)s: here stands true or false.", place=place)
    if what.endswith("expected ScoreMethod"):
        return _("%(place)s: here stands sum or mean.", place=place)
    return _("%(place)s: %(fault)s.", place=place, fault=what)


@cache
def _converter() -> Any:
    """Takes numbers, words and yes or no as they are: 1.9 is not 1, and a bare `No` is no word."""
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    for kind in (int, str, bool):
        converter.register_structure_hook(kind, _just)
    return converter


def _just(value: Any, kind: type) -> Any:
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise ValueError(f"{value!r} is not {kind.__name__}")
    return value


def _read(path: Path, before_version: str) -> Instrument:
    try:
        found = read_definition(path.read_text("utf-8"))
    except DefinitionFault as fault:
        raise DefinitionFault(f"{path.name}:", *fault.sentences) from fault
    name = f"{found.code}{before_version and before_version + found.version}.yaml"
    if path.name != name:
        raise DefinitionFault(f"{path.name}:", _("The file must be called %(name)s.", name=name))
    return found
