"""The forms of a meeting with a shape."""

import json
from collections.abc import Sequence
from typing import Any, Self

from flask import request
from wtforms import BooleanField

from caseapp.areas.rules import (
    AGREED_MAX,
    AREA_LEVEL_NAMES,
    AREA_MAX,
    MOST_AGREED,
    WORDS_MAX,
    AreaMark,
    AreaNamed,
    AreaTalkDraft,
)
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Line, Text, choices_of
from caseapp.web.forms import NOT_BODY, BaseForm, NewRecordForm

AT_FIRST = 3


class AreaTalkForm(NewRecordForm):
    """How each area is today, the four questions, and what is agreed; all of it may be skipped."""

    understand = Text(_l("What is it like now, and what makes it so?"), longest=WORDS_MAX)
    forward = Text(_l("How would you notice that it got a little better?"), longest=WORDS_MAX)
    options = Text(_l("What could be done: by you, by me, by others?"), longest=WORDS_MAX)
    areas: Sequence[AreaNamed] = ()
    added: Sequence[str] = ()

    @classmethod
    def of(cls, areas: Sequence[AreaNamed]) -> Self:
        """The form for these areas, with room for another one, and for three where there is none yet."""
        added = [str(number) for number in range(1, 2 if areas else AT_FIRST + 1)]
        fields: dict[str, Any] = {"areas": areas, "added": added}
        for key, label in [*((str(area.id), area.words) for area in areas), *((key, _l("New area")) for key in added)]:
            fields[f"level-{key}"] = Chips(label, choices_of(AREA_LEVEL_NAMES), required=False)
            fields[f"talk-{key}"] = BooleanField(_l("We talk about this"))
        for key in added:
            fields[f"words-{key}"] = Line(_l("An area of life, in own words"), longest=AREA_MAX)
        for number in range(1, MOST_AGREED + 1):
            fields[f"agreed-{number}"] = Line(_l("What do we agree on?"), longest=AGREED_MAX)
        form: type[Self] = type(cls.__name__, (cls,), fields)
        return form()

    def draft(self) -> AreaTalkDraft:
        """What was said."""
        known = [self._mark(str(area.id), AreaMark(area.id, None, False)) for area in self.areas]
        new = [self._mark(key, AreaMark(None, None, False, self[f"words-{key}"].data)) for key in self.added]
        agreed = [self[f"agreed-{number}"].data for number in range(1, MOST_AGREED + 1)]
        return AreaTalkDraft(
            marks=(*known, *new),
            understand=self.understand.data,
            forward=self.forward.data,
            options=self.options.data,
            agreed=tuple(words for words in agreed if words),
        )

    def body(self) -> bytes:
        """What was sent, by the names under which it was: once an area was named, this form has other fields."""
        sent = [(name, words) for name, words in request.form.items(multi=True) if name not in NOT_BODY and words]
        return json.dumps(sorted(sent), ensure_ascii=False).encode()

    def _mark(self, key: str, of: AreaMark) -> AreaMark:
        level = self[f"level-{key}"].data
        return AreaMark(of.area_id, int(level) if level else None, self[f"talk-{key}"].data, of.words)


class AreaEndForm(BaseForm):
    """A button of its own; only the token is sent."""
