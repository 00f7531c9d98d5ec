"""Merging PDF files for the printer. The structure for screen readers stays with the single files."""

from collections.abc import Iterable
from io import BytesIO


def merged(files: Iterable[bytes]) -> bytes:
    """The pages of the files, one file after another."""
    import pikepdf

    whole = pikepdf.new()
    for content in files:
        with pikepdf.open(BytesIO(content)) as file:
            whole.pages.extend(file.pages)
    result = BytesIO()
    whole.save(result)
    return result.getvalue()
