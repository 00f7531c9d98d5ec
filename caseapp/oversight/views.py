"""The pages of what an organisation keeps to show that it looks after records."""

from caseapp.oversight.blueprint import bp
from caseapp.oversight.duties import views as duty_views
from caseapp.oversight.evidence import views as evidence_views
from caseapp.oversight.incidents import views as incident_views
from caseapp.oversight.processing import views as processing_views

__all__ = ["bp", "duty_views", "evidence_views", "incident_views", "processing_views"]
