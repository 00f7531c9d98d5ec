"""The form that takes in the directory as a table."""

from flask_wtf.file import FileField, FileRequired

from caseapp.i18n import _l
from caseapp.web.forms import BaseForm


class SourcesFileForm(BaseForm):
    """A table of entries."""

    file = FileField(_l("Table (CSV)"), [FileRequired(_l("Choose a file."))])

    def content(self) -> bytes:
        """What was chosen."""
        content: bytes = self.file.data.read()
        return content
