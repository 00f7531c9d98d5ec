"""The definitions of instruments, read once and checked at the start."""

from functools import cache
from pathlib import Path

from caseapp.measures.instrument_rules import Instrument, faults_of

FOLDER = Path(__file__).parent / "instruments"
PULSE = "pulse"


class DefinitionFault(Exception):
    """A definition cannot be used; the sentence names the file and what is wrong with it."""


@cache
def instruments() -> dict[str, Instrument]:
    """All of them, by their codes; our own pulse first."""
    found = [read_definition(path.name, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]
    return {each.code: each for each in sorted(found, key=lambda each: (each.code != PULSE, each.scale_info.name))}


def read_definition(file_name: str, text: str) -> Instrument:
    """One definition, or `DefinitionFault`."""
    import yaml
    from cattrs import ClassValidationError, Converter, IterableValidationError, transform_error

    try:
        found = Converter(forbid_extra_keys=True).structure(yaml.safe_load(text), Instrument)
    except yaml.YAMLError as fault:
        raise DefinitionFault(f"{file_name}: this is not YAML: {fault}") from fault
    except (ClassValidationError, IterableValidationError) as fault:
        raise DefinitionFault(f"{file_name}: " + "; ".join(transform_error(fault))) from fault
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise DefinitionFault(f"{file_name}: this is not a definition of an instrument") from fault
    faults = faults_of(found)
    if f"{found.code}.yaml" != file_name:
        faults.append(f"the file of {found.code} must be called {found.code}.yaml")
    if faults:
        raise DefinitionFault(f"{file_name}: " + "; ".join(faults))
    return found
