"""The forms of transfers and handover notes."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from caseapp.clients.forms import mentor_choices
from caseapp.clients.transfers.rules import NOTE_MAX, TeamTransferDraft, TransferDraft
from caseapp.i18n import _, _l
from caseapp.web.fields import Choice, Day, Text
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class HandoverNoteFields(NewRecordForm):
    """A transfer with a note, which only those who see the file can write."""

    note = Text(_l("Note for the new mentor"), longest=NOTE_MAX)

    def with_note_if(self, sees_file: bool) -> Self:
        """The form, without the note for those who do not see the file."""
        if not sees_file:
            del self.note
        return self

    def note_text(self) -> str:
        """The note, if one can be written."""
        return str(self.note.data) if "note" in self else ""


class TransferForm(HandoverNoteFields):
    """A transfer to another mentor."""

    assignment_id = Choice(_l("Current mentor"))
    mentor_id = Choice(_l("New mentor"))
    starts_on = Day(_l("Transfer date"), required=True)

    @classmethod
    def offering(cls, periods: Sequence[Any], mentors: Sequence[Any], day: date, chosen: str) -> Self:
        """The form with the client's mentors and those who can take over, one of them perhaps chosen."""
        only = str(periods[0].id) if len(periods) == 1 else ""
        form = cls(data={"starts_on": day, "assignment_id": only, "mentor_id": chosen})
        form.assignment_id.choices = [
            ("", _("Choose a mentor")), *((str(period.id), period.mentor_name) for period in periods)
        ]  # fmt: skip
        form.mentor_id.choices = [("", _("Choose a mentor")), *mentor_choices(mentors)]
        return form

    def draft(self) -> TransferDraft:
        """The transfer as typed."""
        return TransferDraft(
            assignment_id=UUID(self.assignment_id.data),
            mentor_id=UUID(self.mentor_id.data),
            starts_on=self.starts_on.data,
            note=self.note_text(),
        )


class TeamTransferForm(HandoverNoteFields):
    """A transfer to another team."""

    team_id = Choice(_l("To team"))

    @classmethod
    def offering(cls, teams: Sequence[Any]) -> Self:
        """The form with these teams to choose from."""
        form = cls()
        form.team_id.choices = [("", _("Choose a team")), *((str(team.id), team.name) for team in teams)]
        return form

    def draft(self) -> TeamTransferDraft:
        """The transfer as typed."""
        return TeamTransferDraft(UUID(self.team_id.data), self.note_text())


class HandoverNoteForm(EditForm):
    """A mentor's note for the next one."""

    note = Text(_l("Handover note"), longest=NOTE_MAX)


class AcknowledgeForm(BaseForm):
    """A button that marks a handover note as read."""
