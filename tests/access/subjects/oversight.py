"""What is kept to show that records are looked after: incidents and the rest of it."""

from caseapp.clock import now, today
from caseapp.oversight.duties.models import DoneDuty
from caseapp.oversight.duties.rules import HouseDuty
from caseapp.oversight.incidents.models import Incident, IncidentTelling
from caseapp.oversight.incidents.rules import IncidentDraft, IncidentKind, Severity, Told
from caseapp.oversight.processing.models import Processor
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values


def an_incident(company: Company) -> Values:
    by = company.world.administrator
    incident = Incident(created_by_id=by.id, created_at=now())
    found = {"found_at": now(), "words": "A phone was left on a bus", "data": "Notes", "measures": "The session ended"}
    incident.keep(IncidentDraft(IncidentKind.LOST_DEVICE, Severity.SEVERE, **found))
    made.keep(incident)
    told = IncidentTelling(incident_id=incident.id, whom=Told.MANAGEMENT, told_at=now(), by_id=by.id, recorded_at=now())
    told.words = "By phone"
    made.keep(told)
    return {"incident_id": incident.id}


def a_duty(company: Company) -> Values:
    return {"code": "risk_survey"}


def a_duty_entry(company: Company) -> Values:
    by = company.world.administrator
    done = DoneDuty(duty=HouseDuty.RISK_SURVEY, done_on=today(), recorded_by_id=by.id, recorded_at=now())
    done.by_whom, done.reference = "A company", "The survey of this year"
    return {"entry_id": made.keep(done).id}


def a_processor(company: Company) -> Values:
    told = {"name": "A host", "purpose": "Backups", "records": "All, sealed", "country": "Israel"}
    row = Processor(**told, contract_on=today(), created_by_id=company.world.administrator.id, created_at=now())
    return {"processor_id": made.keep(row).id}
