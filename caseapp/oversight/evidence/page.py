"""Gathering what the file for an inspector says."""

from dataclasses import dataclass
from datetime import date, datetime

from caseapp.access import Viewer
from caseapp.clock import today
from caseapp.fitness.queries import PaperCount, paper_counts
from caseapp.organisation.queries import organisation_settings, threshold
from caseapp.organisation.rules import OrganisationDetails, Threshold
from caseapp.oversight.duties.queries import CheckRow, DoneRow, DutyLine, entries_of, list_duties
from caseapp.oversight.duties.rules import HouseDuty
from caseapp.oversight.evidence.queries import (
    DrillRow,
    MonthSigned,
    level_of,
    months_signed,
    officers,
    restore_drills,
    trail_begins_at,
    trail_checks,
)
from caseapp.oversight.evidence.rules import SecurityLevel
from caseapp.oversight.incidents.queries import IncidentRow, list_incidents
from caseapp.oversight.processing.queries import Processing, ProcessorRow, list_processors, record_of_processing
from caseapp.privacy.notices.queries import NoticeVersion, ToldCount, list_versions, told_count
from caseapp.watch.people.queries import PersonRow, everybody


@dataclass(frozen=True)
class Evidence:
    """Everything that the file says, as it stands on a day."""

    day: date
    house: OrganisationDetails
    officers: list[str]
    level: SecurityLevel
    people: list[PersonRow]
    duties: list[DutyLine]
    done: list[DoneRow]
    papers: list[PaperCount]
    trail_begins_at: datetime | None
    trail_years: int
    checks: list[CheckRow]
    drills: list[DrillRow]
    months: list[MonthSigned]
    incidents: list[IncidentRow]
    processing: list[Processing]
    processors: list[ProcessorRow]
    notices: list[NoticeVersion]
    told: ToldCount

    @property
    def red(self) -> list[DutyLine]:
        """The duties that are late or were never recorded."""
        return [line for line in self.duties if line.is_red]

    @property
    def late_incidents(self) -> list[IncidentRow]:
        """The incidents of which somebody should have been told before this day."""
        return [row for row in self.incidents if row.is_late_on(self.day)]


def evidence(viewer: Viewer) -> Evidence:
    """What stands in the file today. Nothing in it is finer than a day where it changes with every visit."""
    level, _people = level_of(viewer)
    return Evidence(
        day=today(),
        house=organisation_settings().details,
        officers=officers(viewer),
        level=level,
        people=everybody(viewer),
        duties=list_duties(viewer),
        done=entries_of(viewer, HouseDuty),
        papers=paper_counts(viewer),
        trail_begins_at=trail_begins_at(viewer),
        trail_years=threshold(Threshold.TRAIL_YEARS),
        checks=trail_checks(viewer),
        drills=restore_drills(viewer),
        months=months_signed(viewer),
        incidents=list_incidents(viewer),
        processing=record_of_processing(viewer),
        processors=list_processors(viewer),
        notices=[row for row in list_versions(viewer) if row.number],
        told=told_count(viewer),
    )
