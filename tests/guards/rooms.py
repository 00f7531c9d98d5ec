"""An import contract over rooms: every `*_views.py` as well as `views.py`, in whichever feature.

import-linter's own wildcards stand for whole parts of a module's name, and a room that was split by noun
(`attendance_views`) is a part of one.
"""

import sys
from fnmatch import fnmatchcase

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class RoomContract(Contract):
    """Modules whose name fits `rooms`, and not `except_rooms`, keep to what they may import.

    With `may_import` they import only modules that fit it; never ones that fit `may_not_import`.
    The word `stdlib` stands for the standard library.
    """

    type_name = "rooms"

    rooms = fields.ListField(subfield=fields.StringField())
    except_rooms = fields.ListField(subfield=fields.StringField(), required=False, default=())
    may_import = fields.ListField(subfield=fields.StringField(), required=False, default=("*",))
    may_not_import = fields.ListField(subfield=fields.StringField(), required=False, default=())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        trespasses = [
            (room, imported)
            for room in sorted(graph.modules)
            if _fits(room, self.rooms) and not _fits(room, self.except_rooms)
            for imported in sorted(graph.find_modules_directly_imported_by(room))
            if not _fits(imported, self.may_import) or _fits(imported, self.may_not_import)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for room, imported in check.metadata["trespasses"]:
            output.print_error(f"{room} may not import {imported}", bold=False)


def _fits(module: str, patterns) -> bool:
    return any(
        module in sys.stdlib_module_names if pattern == "stdlib" else fnmatchcase(module, pattern)
        for pattern in patterns
    )
