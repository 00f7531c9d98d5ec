"""What a device sends of itself."""

from base64 import b64decode
from uuid import UUID

from wtforms import HiddenField

from caseapp.offline.rules import LeftItem
from caseapp.web.forms import BaseForm


class LeftForm(BaseForm):
    """One sealed item that was not sent before the account was closed."""

    item = HiddenField()
    iv = HiddenField()
    text = HiddenField()

    def draft(self) -> LeftItem:
        """What was sent; `ValueError` where no device of ours sent it."""
        iv, text = (b64decode(field.data or "", validate=True) for field in (self.iv, self.text))
        return LeftItem(UUID(self.item.data), iv, text)
