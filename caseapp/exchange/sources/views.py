"""The page on which the directory leaves and comes as a table."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clock import today
from caseapp.exchange.sources.actions import Taken, export_sources, import_sources
from caseapp.exchange.sources.flat_rules import HEADINGS
from caseapp.exchange.sources.forms import SourcesFileForm
from caseapp.i18n import _
from caseapp.web.answers import file, saved

bp = Blueprint("sources", __name__)


@bp.route("/sources/table", methods=["GET", "POST"])
@requires(Capability.EXPORT_RECORDS)
def show_table() -> ResponseReturnValue:
    form = SourcesFileForm()
    if done := form.carry_out(lambda: import_sources(current_user, form.content())):
        return _say(done.result)
    record_reading(current_user, "sources_table", [])
    return render_template("directory/table.html", form=form, headings=HEADINGS)


@bp.route("/sources/table.csv")
@requires(Capability.EXPORT_RECORDS)
def fetch_table() -> ResponseReturnValue:
    return file(export_sources(current_user), f"directory-{today()}.csv", "text/csv")


def _say(taken: Taken) -> ResponseReturnValue:
    if taken.unknown:
        flash(_("These columns are not known and were left out: %(columns)s", columns=", ".join(taken.unknown)), "info")
    sentence = _("Added: %(added)s. Changed: %(changed)s. As before: %(same)s.", **taken._asdict())
    return saved(sentence, url_for("directory.list_all_sources"))
