"""The base of every form: its token, the id of the record that it makes, the version that it edits."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from flask import abort, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.i18n import get_translations
from wtforms.validators import ValidationError

from caseapp.db import IdempotencyKey, form_ids, is_form_id, together_with
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _, language

NOT_BODY = frozenset({"csrf_token", "submit", "anyway"})
R = TypeVar("R")


@cache
def _own_words(code: str) -> Any:
    """What WTForms says by itself; it looks for the file anew each time."""
    return get_translations([code])


class Done(NamedTuple, Generic[R]):
    """That an action was carried out, and what it returned."""

    result: R


class BaseForm(FlaskForm):
    """A form. Fields clean their text, errors are whole sentences, and nothing is copied to a row automatically."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _own_words(language())

    def carry_out(
        self, action: Callable[[], R], *, conflict: Callable[[], ResponseReturnValue] | None = None
    ) -> Done[R] | None:
        """Carry out the action if the form was sent and is valid; nothing where the form is to be shown (again).

        With the action, in its transaction, ends the draft of what was sent. A rule's refusal is shown in the form.
        Where somebody else saved first, the request is answered with the page
        that `conflict` makes; without it the `Conflict` goes on to the general page.
        """
        if not self.validate_on_submit():
            return None
        try:
            with together_with(current_app.extensions["draft_end"]()):
                return Done(action())
        except RuleBroken as fault:
            self.refuse(fault)
        except Conflict:
            if conflict is None:
                raise
            abort(make_response(conflict()))
        return None

    def refuse(self, fault: RuleBroken) -> None:
        """Show a refusal at its field, or at the top where it belongs to none."""
        if fault.field and fault.field in self._fields:
            field = self._fields[fault.field]
            field.errors = [*field.errors, str(fault)]
        else:
            self.form_errors.append(str(fault))

    def body(self) -> bytes:
        """What was sent, in a fixed order, without the token."""
        sent = [(name, request.form.getlist(name)) for name in sorted(self._fields) if name not in NOT_BODY]
        return json.dumps(sent, ensure_ascii=False).encode()


class NewRecordForm(BaseForm):
    """A form that makes one record, however often it is sent."""

    record_id = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.record_id.raw_data:
            self.record_id.data = self._fresh_id()

    def validate_record_id(self, field: HiddenField) -> None:
        try:
            is_ours = is_form_id(UUID(field.data or ""), current_user.id, type(self).__name__)
        except ValueError:
            is_ours = False
        if not is_ours:
            field.data = self._fresh_id()
            raise ValidationError(_("The page was open for too long. Your text is safe: save it again."))

    def _fresh_id(self) -> str:
        return str(form_ids(current_user.id, type(self).__name__)[0])

    def idempotency_key(self) -> IdempotencyKey:
        """The record's id and what was sent with it."""
        return IdempotencyKey(UUID(self.record_id.data), self.body())


class EditForm(BaseForm):
    """A form that changes a row; it carries the version that was read."""

    version = HiddenField()

    def edited_version(self) -> int | None:
        """The version that the person saw; nothing where the field was left out or tampered with."""
        text = str((self.version.raw_data or [""])[0])
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
