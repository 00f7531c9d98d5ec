"""The page of the quarterly review of everybody's access."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.i18n import _
from caseapp.watch.blueprint import bp
from caseapp.watch.people.actions import say_of_access
from caseapp.watch.people.forms import ANSWER_NAMES, AccessReviewForm
from caseapp.watch.people.queries import access_standing, find_reviewed
from caseapp.web.answers import refused, saved


@bp.route("/access-review")
@requires(Capability.REVIEW_ACCESS)
def show_access() -> ResponseReturnValue:
    standing = access_standing(current_user)
    parts = {"form": AccessReviewForm(formdata=None), "answers": ANSWER_NAMES}
    return render_template("watch/people/show.html", standing=standing, **parts)


@bp.route("/access-review/<uuid:person_id>", methods=["POST"])
@requires(Capability.REVIEW_ACCESS)
def say_of_person(person_id: UUID) -> ResponseReturnValue:
    find_reviewed(current_user, person_id)
    form, back = AccessReviewForm(), url_for(".show_access")
    if form.carry_out(lambda: say_of_access(current_user, person_id, form.draft())):
        return saved(_("Saved."), back)
    return refused(form, back)
