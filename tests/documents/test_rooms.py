"""Who may know what: ReportLab stays in its room, and no paragraph meets a markup parser."""

import re
import subprocess
import sys
from pathlib import Path

import caseapp

ROOT = Path(caseapp.__file__).parent
SOURCES = [path for path in ROOT.rglob("*.py") if "_root" not in path.parts]


def mentions(pattern, path):
    return re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)


def test_only_the_drawing_room_knows_reportlab():
    knowing = [path for path in SOURCES if mentions(r"^\s*(import|from) (reportlab|fpdf|uharfbuzz)\b", path)]
    assert knowing
    assert [path for path in knowing if ROOT / "documents" / "pdf" not in path.parents] == []


def test_nothing_uses_a_paragraph_that_parses_markup():
    parsing = r"reportlab\.platypus\.paragraph|import .*\b(Paragraph|XPreformatted|paraparser)\b"
    rooms = [path for path in SOURCES if ROOT / "documents" / "pdf" in path.parents]
    assert not [path for path in rooms if mentions(parsing, path)]


def test_blocks_and_pictures_load_nothing_heavy():
    program = (
        "import sys, caseapp.documents.html, caseapp.documents.server, caseapp.charts.stairs;"
        "print(sorted({'flask', 'sqlalchemy', 'reportlab', 'fpdf', 'uharfbuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_drawing_server_loads_no_more_of_a_library_than_it_uses():
    """It is forked for each report, and each page of its memory costs time."""
    program = (
        "import sys, caseapp.documents.server.process;"
        "print(sorted({'fpdf.fpdf', 'fontTools.ttLib', 'cryptography', 'asyncio', 'flask'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
