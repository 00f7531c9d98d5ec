"""Run in a drawing process: how much memory it takes."""

import resource

from caseapp.documents.blocks import Document
from caseapp.documents.pdf.drawing import draw


def peak(document: Document) -> bytes:
    """Draws, and answers with megabytes instead of a document."""
    draw(document)
    return str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024).encode()
