"""The page on which a mentor chooses from the cards for themselves."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.directory.blueprint import bp
from caseapp.directory.companions.actions import choose_own_cards
from caseapp.directory.companions.queries import own_cards
from caseapp.directory.interests.forms import InterestForm, stored_interests
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/account/cards", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_own_cards() -> ResponseReturnValue:
    row = own_cards(current_user)
    form = InterestForm(**stored_interests(row.chosen, row.version))
    if form.carry_out(
        lambda: choose_own_cards(current_user, form.draft(), form.edited_version()),
        conflict=lambda: _both_choices(form),
    ):
        return saved(_("Saved."), url_for("accounts.show_account"))
    return render_template("directory/companions/edit.html", form=form, changed_on=row.changed_on)


def _both_choices(form: InterestForm) -> ResponseReturnValue:
    newest = own_cards(current_user)
    stored = stored_interests(newest.chosen, newest.version)
    return show_two_texts(form, stored, newest.version or 0, _("Two versions of the cards"))
