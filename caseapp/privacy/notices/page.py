"""What the pages and the paper of a client's notice say."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import PAGE, find_client
from caseapp.i18n import language_for
from caseapp.organisation.queries import organisation_settings
from caseapp.privacy.notices.notice_blocks import NoticePaper
from caseapp.privacy.notices.queries import (
    NoticeVersion,
    TellingRow,
    UntoldRow,
    list_untold,
    present_version,
    tellings_of,
    told_by,
)
from caseapp.privacy.notices.rules import Manner, NoticeText, text_for


@dataclass(frozen=True)
class NoticePage:
    """The version that holds, its text for this client, the own languages, and what the client was told so far."""

    present: NoticeVersion | None
    text: NoticeText | None
    is_translated: bool
    own: list[str]
    rows: list[TellingRow]

    @property
    def is_told(self) -> bool:
        """Whether the client was told the version that holds."""
        number = self.present.number if self.present else None
        latest = next((row for row in self.rows if row.number == number), None)
        return latest is not None and latest.manner is not Manner.NOT_YET


def own_languages(client: Client) -> list[str]:
    """The language of the person, and that of the interpreter where one is needed."""
    return [client.language, *([client.interpreter] if client.interpreter else [])]


def notice_page(viewer: Viewer, client: Client) -> NoticePage:
    """What holds today for this client."""
    present, wanted = present_version(viewer), language_for(client.language)
    text = text_for(present.texts, wanted) if present else None
    is_translated = text is not None and text.language == client.language
    return NoticePage(present, text, is_translated, own_languages(client), tellings_of(viewer, client.id))


class UntoldPage(NamedTuple):
    """A page of who was not told, how many there are in all, and the client after whom the next page begins."""

    rows: list[UntoldRow]
    number: int
    after: UUID | None


def untold_page(viewer: Viewer, after: UUID | None) -> UntoldPage:
    """Those who follow the client `after`, who may have been told meanwhile."""
    rows = following = list_untold(viewer)
    if after is not None:
        last = find_client(viewer, after, told_by)
        listed = next((row for row in rows if row.client_id == after), None)
        place = (listed or UntoldRow(last.id, last.name, last.search_name, None)).place
        following = [row for row in rows if row.place > place]
    shown = following[:PAGE]
    return UntoldPage(shown, len(rows), shown[-1].client_id if len(following) > PAGE else None)


def paper_of(client: Client, present: NoticeVersion, text: NoticeText) -> NoticePaper:
    """The paper for this client."""
    own = organisation_settings().details
    return NoticePaper(
        client_name=client.name,
        language=text.language,
        words=text.words,
        number=present.number or 0,
        published_on=present.published_on,
        organisation=own.name,
        address=own.address,
        contact=own.privacy_contact,
    )
