"""The forms of handing a client over."""

from uuid import UUID

from caseapp.clients.forms import mentor_choices
from caseapp.clients.transfers.rules import NOTE_MAX
from caseapp.i18n import _, _l
from caseapp.web.fields import Choice, Day, Text
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class NoteFields(NewRecordForm):
    """A hand-over with a note, which only who sees the file can write."""

    note = Text(_l("Note for the new mentor"), longest=NOTE_MAX)

    def without_note(self, sees_file):
        """The form as it suits who fills it in."""
        if not sees_file:
            del self.note
        return self

    def words(self):
        """The note, if one can be written."""
        return self.note.data if "note" in self else ""


class TransferForm(NoteFields):
    """From which mentor to which, from a day on."""

    assignment_id = Choice(_l("Current mentor"))
    mentor_id = Choice(_l("New mentor"))
    starts_on = Day(_l("Transfer date"), required=True)

    @classmethod
    def offering(cls, stretches, mentors, day):
        """The form with those who accompany the client, and those who can."""
        form = cls(data={"starts_on": day, "assignment_id": str(stretches[0].id) if len(stretches) == 1 else ""})
        form.assignment_id.choices = [
            ("", _("Choose a mentor")), *((str(stretch.id), stretch.mentor_name) for stretch in stretches)
        ]  # fmt: skip
        form.mentor_id.choices = [("", _("Choose a mentor")), *mentor_choices(mentors)]
        return form

    def transfer(self):
        """Assignment, new mentor, day and note."""
        return UUID(self.assignment_id.data), UUID(self.mentor_id.data), self.starts_on.data, self.words()


class TeamForm(NoteFields):
    """To which team."""

    team_id = Choice(_l("To team"))

    @classmethod
    def offering(cls, teams):
        """The form with these teams to choose from."""
        form = cls()
        form.team_id.choices = [("", _("Choose a team")), *((str(team.id), team.name) for team in teams)]
        return form

    def move(self):
        """Team and note."""
        return UUID(self.team_id.data), self.words()


class HandoverForm(EditForm):
    """What a mentor wants the next one to know."""

    note = Text(_l("Handover note"), longest=NOTE_MAX)


class ReadForm(BaseForm):
    """That a note was read: one tap."""
