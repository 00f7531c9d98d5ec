"""Read a workbook in a process of its own, with bounds on its time and memory and without files and network."""

import codecs
import json
import subprocess
import sys
from importlib import import_module

from flask import Flask

from caseapp.errors import RuleBroken
from caseapp.exchange.tables.table import RawTable, SheetLine
from caseapp.exchange.tables.workbooks import tables_of_workbook
from caseapp.i18n import _, in_language, language
from caseapp.process_limits import give_up_everything

SECONDS = 20
MEGABYTES = 1024


def tables_of_hostile_workbook(content: bytes) -> list[RawTable]:
    """As `tables_of_workbook`, whatever somebody has put into the file."""
    command = [sys.executable, "-m", __name__, language()]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS + 10, check=False)
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
    if "refused" in answer:
        raise RuleBroken(answer["refused"])
    if "tables" not in answer:
        raise RuleBroken(_("This workbook takes too long or too much room to read. Save its sheets as CSV (UTF-8)."))
    return [
        RawTable(name, encoding, separator, tuple(SheetLine(number, tuple(cells)) for number, cells in lines))
        for name, encoding, separator, lines in answer["tables"]
    ]


def main() -> None:
    """Answer with the tables of the workbook at the standard input, or with why there are none."""
    import_module("python_calamine")  # none can be loaded afterwards
    codecs.lookup("cp437")  # in which packages name their parts
    content = sys.stdin.buffer.read()
    with Flask(__name__).app_context(), in_language(sys.argv[1]):
        _("This workbook has no rows that can be read.")  # loads the texts
        give_up_everything(seconds=SECONDS, megabytes=MEGABYTES)
        try:
            tables = tables_of_workbook(content)
        except RuleBroken as broken:
            sys.stdout.write(json.dumps({"refused": str(broken)}))
            return
    lines = [
        (table.name, table.encoding, table.separator, [(line.number, line.cells) for line in table.lines])
        for table in tables
    ]
    sys.stdout.write(json.dumps({"tables": lines}))


if __name__ == "__main__":
    main()
