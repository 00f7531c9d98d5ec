"""The packages that make up the application: their blueprints and the navigation."""

from functools import partial

from flask import Flask

from caseapp.accounts.joinings.words import joining_detail, joining_title
from caseapp.accounts.views import bp as accounts_pages
from caseapp.activities.views import bp as activities_pages
from caseapp.app.health import bp as health_pages
from caseapp.app.navigation import init_navigation
from caseapp.areas.views import bp as areas_pages
from caseapp.backups.rotation_rules import last_kept_on
from caseapp.basket.views import bp as basket_pages
from caseapp.batches.views import bp as batches_pages
from caseapp.beside.views import bp as beside_pages
from caseapp.check_ins.views import bp as check_ins_pages
from caseapp.circles.views import bp as circles_pages
from caseapp.clients.consents.views import bp as consents_pages
from caseapp.clients.file.views import bp as files_pages
from caseapp.clients.register_views import bp as register_pages
from caseapp.clients.transfers.views import bp as transfer_pages
from caseapp.clients.views import bp as clients_pages
from caseapp.directory.companions.page import mentors_in_common
from caseapp.directory.views import bp as directory_pages
from caseapp.drafts.actions import remove_old_drafts
from caseapp.drafts.page import draft_mark
from caseapp.drafts.views import bp as drafts_pages
from caseapp.drafts.views import draft_end
from caseapp.emergencies.views import bp as emergencies_pages
from caseapp.exchange.exports.actions import make_export
from caseapp.exchange.exports.rules import ExportKind
from caseapp.exchange.exports.views import bp as exports_pages
from caseapp.exchange.sources.views import bp as sources_pages
from caseapp.exchange.uploads.actions import remove_idle_uploads
from caseapp.exchange.uploads.job_actions import BACKGROUND as UPLOADS
from caseapp.exchange.uploads.rules import KIND as IMPORT
from caseapp.exchange.uploads.views import bp as uploads_pages
from caseapp.fitness.views import bp as fitness_pages
from caseapp.followups.views import bp as followups_pages
from caseapp.goals.rating_views import bp as ratings_pages
from caseapp.goals.views import bp as goals_pages
from caseapp.goodbyes.views import bp as goodbyes_pages
from caseapp.groups.views import bp as groups_pages
from caseapp.help.views import bp as help_pages
from caseapp.home.views import bp as home_pages
from caseapp.hours.views import bp as hours_pages
from caseapp.measures.definitions.definition_rules import shipped_versions
from caseapp.measures.instrument_views import bp as instruments_pages
from caseapp.measures.views import bp as measures_pages
from caseapp.offline.views import bp as offline_pages
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.organisation.views import bp as organisation_pages
from caseapp.oversight.duties.actions import check_trail
from caseapp.oversight.views import bp as oversight_pages
from caseapp.plan_reviews.views import bp as plan_reviews_pages
from caseapp.privacy.erasure.removal_actions import BACKGROUND as ERASURES
from caseapp.privacy.erasure.removal_actions import KIND as ERASURE
from caseapp.privacy.holds.queries import is_held
from caseapp.privacy.notices.queries import number_untold
from caseapp.privacy.views import bp as privacy_pages
from caseapp.privacy.whole_file.job_actions import BACKGROUND as WHOLE_FILES
from caseapp.privacy.whole_file.rules import KIND as WHOLE_FILE
from caseapp.progress.attainment.views import bp as attainment_pages
from caseapp.progress.search.views import bp as search_pages
from caseapp.progress.views import bp as progress_pages
from caseapp.reports.handovers.views import bp as handover_pages
from caseapp.reports.views import bp as reports_pages
from caseapp.stuck.views import bp as stuck_pages
from caseapp.supervision.views import bp as supervision_pages
from caseapp.ties.views import bp as ties_pages
from caseapp.watch.months.actions import draw_month
from caseapp.watch.readings.actions import watch_readings
from caseapp.watch.views import bp as watch_pages

PAGES = (
    health_pages,
    accounts_pages,
    organisation_pages,
    fitness_pages,
    clients_pages,
    files_pages,
    consents_pages,
    register_pages,
    transfer_pages,
    basket_pages,
    goals_pages,
    ratings_pages,
    circles_pages,
    followups_pages,
    activities_pages,
    groups_pages,
    directory_pages,
    sources_pages,
    ties_pages,
    progress_pages,
    attainment_pages,
    hours_pages,
    search_pages,
    reports_pages,
    handover_pages,
    batches_pages,
    beside_pages,
    emergencies_pages,
    areas_pages,
    measures_pages,
    instruments_pages,
    check_ins_pages,
    plan_reviews_pages,
    goodbyes_pages,
    stuck_pages,
    supervision_pages,
    exports_pages,
    uploads_pages,
    privacy_pages,
    watch_pages,
    oversight_pages,
    offline_pages,
    help_pages,
    drafts_pages,
    home_pages,
)


def init_features(app: Flask) -> None:
    """Check the definitions of instruments. Register blueprints, what a worker makes and removes, the drafts of forms,
    what mentors share with clients, the filters that speak of records, the navigation."""
    shipped_versions()
    for pages in PAGES:
        app.register_blueprint(pages)
    app.extensions["tables"] = {kind: partial(make_export, kind) for kind in ExportKind}
    app.extensions["background"] = {IMPORT: UPLOADS, WHOLE_FILE: WHOLE_FILES, ERASURE: ERASURES}
    app.extensions["remove_idle_uploads"] = remove_idle_uploads
    app.extensions["last_backup_day"] = last_kept_on
    app.extensions["upkeep"] = (remove_old_drafts, watch_readings, draw_month, check_trail)
    app.extensions["draft_end"] = draft_end
    app.extensions["in_common"] = mentors_in_common
    app.extensions["number_untold"] = number_untold
    app.jinja_env.globals |= {"draft_mark": draft_mark, "is_held": partial(is_held, None)}
    for words in (listed, joining_title, joining_detail):
        app.add_template_filter(words)
    init_navigation(app)


def listed(code: str, kind: str) -> str:
    """The label of a list's code: `{{ approval.service|listed("services") }}`."""
    return name_of(ListKind(kind), code)
