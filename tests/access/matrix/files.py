"""The file of a client, and who is in charge of it."""

from tests.access.actors import (
    ADMINISTRATORS,
    MENTORS,
    OWN_MENTORS,
    SUPERVISORS,
    Actor,
)
from tests.access.matrix.rows import BOTH, CARE, ONE_SUPERVISOR, REGISTER, row
from tests.access.subjects.base import nothing, the_client, the_mentors_client
from tests.access.subjects.files import (
    a_client_to_hand_over,
    a_consent,
    a_contact,
    a_kind_of_contact,
    a_transfer,
    an_approval,
    an_assignment,
)
from tests.emergencies.records import an_access

FILES = [
    row("clients.open_file", BOTH, nothing, SUPERVISORS),
    row("clients.edit_client", BOTH, the_client, **ONE_SUPERVISOR),
    row("files.show_file", "GET", the_client, **CARE),
    row("files.edit_reach", BOTH, the_client, **CARE),
    row("files.new_contact", BOTH, a_kind_of_contact, **CARE),
    row("files.edit_contact", BOTH, a_contact, **CARE),
    row("files.take_off_contact", "POST", a_contact, **CARE),
    row("consents.list_consents", "GET", the_client, **CARE),
    row("consents.new_consent", BOTH, the_client, **CARE),
    row("consents.withdraw", BOTH, a_consent, **CARE),
    row("consents.mark_error", BOTH, a_consent, **CARE),
    row("files.edit_status", BOTH, the_client, **ONE_SUPERVISOR),
    row("clients.search_clients", BOTH, nothing, MENTORS | SUPERVISORS),
    row("register.list_register", "GET", nothing, SUPERVISORS | ADMINISTRATORS),
    row("register.search_register", BOTH, nothing, SUPERVISORS | ADMINISTRATORS),
    row("register.show_assignments", BOTH, the_client, **REGISTER),
    row("register.close_assignment", BOTH, an_assignment, **REGISTER),
    row("hours.list_approvals", "GET", the_client, **CARE),
    row("hours.show_approval", "GET", an_approval, **CARE),
    row("hours.show_hours", "GET", the_client, **CARE),
    row("basket.new_approval", BOTH, the_client, **ONE_SUPERVISOR),
    row("basket.edit_approval", BOTH, an_approval, **ONE_SUPERVISOR),
    row("basket.renew_approval", BOTH, an_approval, **ONE_SUPERVISOR),
    row("progress.list_people", "GET", nothing, MENTORS | SUPERVISORS),
    row("progress.show_client", "GET", the_client, **CARE),
    row("progress.list_records", "GET", the_client, **CARE),
    row("attainment.show_attainment", "GET", the_client, **CARE),
    row("search.search_all_notes", BOTH, nothing, MENTORS | SUPERVISORS),
    row("search.search_clients_notes", BOTH, the_client, **CARE),
    row("transfers.list_transfers", "GET", the_client, **CARE),
    row("transfers.edit_handover", BOTH, the_mentors_client, OWN_MENTORS, (MENTORS | SUPERVISORS) - OWN_MENTORS),
    row("transfers.acknowledge", "POST", a_transfer, {Actor.MENTOR}, (MENTORS | SUPERVISORS) - {Actor.MENTOR}),
    row("transfers.new_transfer", BOTH, a_client_to_hand_over, **REGISTER),
    row("transfers.new_team", BOTH, a_client_to_hand_over, **REGISTER),
    row("emergencies.open_file", BOTH, nothing, MENTORS | SUPERVISORS),
    row("emergencies.show_file", "GET", an_access, {Actor.TEAM_MATE}, (MENTORS | SUPERVISORS) - {Actor.TEAM_MATE}),
    row("emergencies.close", "POST", an_access, {Actor.TEAM_MATE}, (MENTORS | SUPERVISORS) - {Actor.TEAM_MATE}),
    row("emergencies.list_all", "GET", nothing, SUPERVISORS),
    row("emergencies.review", BOTH, an_access, **ONE_SUPERVISOR),
]
