"""The file for an inspector is made, with its entry in the trail."""

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record_alone
from caseapp.i18n import in_language
from caseapp.oversight.evidence.file_blocks import evidence_document
from caseapp.oversight.evidence.page import evidence
from caseapp.reports.paper.actions import draw_for_person


def make_evidence(viewer: Viewer, code: str) -> bytes:
    """The file as PDF in that language. The same day and the same records give the same bytes."""
    ensure(viewer, Capability.OVERSEE)
    with in_language(code):
        document = evidence_document(evidence(viewer))
    pdf = draw_for_person(document)
    record_alone(Act.EVIDENCE_MADE, viewer, via="web", language=code)
    return pdf
