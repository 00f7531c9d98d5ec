"""The page on which the file for an inspector is made."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.i18n import language
from caseapp.oversight.blueprint import bp
from caseapp.oversight.evidence.actions import make_evidence
from caseapp.oversight.evidence.forms import EvidenceForm
from caseapp.web.answers import pdf_file


@bp.route("/evidence", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
@needs_fresh_proof
def make_file() -> ResponseReturnValue:
    form = EvidenceForm(data={"language": language()})
    if done := form.carry_out(lambda: make_evidence(current_user, form.language.data)):
        return pdf_file(done.result, f"evidence-{today()}.pdf")
    record_reading(current_user, "evidence", [])
    return render_template("oversight/evidence/make.html", form=form)
