import shutil
import subprocess

import pytest

from tests.documents.reading import without_controls


@pytest.fixture(scope="session")
def pdftotext(tmp_path_factory):
    """Poppler's reading of a file, without the direction marks that it adds."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.fail("These tests need pdftotext: install poppler-utils (Debian) or poppler (macOS).")
    folder = tmp_path_factory.mktemp("drawn")

    def read(file):
        path = folder / "drawn.pdf"
        path.write_bytes(file)
        done = subprocess.run([program, path, "-"], capture_output=True, check=True)
        return without_controls(done.stdout.decode())

    return read
