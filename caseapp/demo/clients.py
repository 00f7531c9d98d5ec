"""The invented clients of the demo, and what is special about a few of them."""

from dataclasses import dataclass
from enum import StrEnum

from caseapp.clients.rules import GenderForm

M, F, N = GenderForm.MASCULINE, GenderForm.FEMININE, GenderForm.NEUTRAL


class Story(StrEnum):
    """What a supervisor should notice about the client."""

    STEADY = "steady"
    QUIET = "quiet"  # nobody has met the client for five weeks
    ENDING = "ending"  # the approval ends soon
    ENDED = "ended"  # the approval has ended, the meetings go on
    NEW = "new"
    HANDED_OVER = "handed_over"  # another mentor took over in the middle of the year
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True)
class DemoClient:
    """A client of the demo."""

    given_name: str
    family_name: str
    preferred_name: str
    gender_form: GenderForm
    language: str
    mentor: str
    born_in: int
    story: Story = Story.STEADY
    in_art_group: bool = False


CLIENTS = (
    DemoClient("יעל", "מזרחי", "", F, "he", "mentor1", 1989, in_art_group=True),
    DemoClient("אבנר", "לוינסון", "אבי", M, "he", "mentor1", 1974, Story.QUIET, in_art_group=True),
    DemoClient("לילא", "חדאד", "ليلى", F, "ar", "mentor1", 1996, in_art_group=True),
    DemoClient("סרגיי", "וולקוב", "Серёжа", M, "ru", "mentor1", 1981, Story.ENDING, in_art_group=True),
    DemoClient("הדס", "בן-חמו", "", F, "he", "mentor1", 2001, Story.NEW),
    DemoClient("נחום", "אברג'יל", "", M, "he", "mentor1", 1966, Story.HANDED_OVER),
    DemoClient("טל", "גרינוולד", "", N, "he", "mentor2", 1993, in_art_group=True),
    DemoClient("מוראד", "זועבי", "مراد", M, "ar", "mentor2", 1987, in_art_group=True),
    DemoClient("פנינה", "סויסה", "פנינה'לה", F, "he", "mentor2", 1959, Story.ENDED),
    DemoClient("ולרי", "קוגן", "", M, "ru", "mentor2", 1978, in_art_group=True),
    DemoClient("אסתר", "טספאי", "", F, "am", "mentor2", 1998, in_art_group=True),
    DemoClient("עידו", "פלד", "", M, "he", "mentor2", 1990, Story.CLOSED),
    DemoClient("רחל", 'בר"ל', "רחלי", F, "he", "mentor3", 1970),
    DemoClient("סאמי", "ח'ורי", "", M, "ar", "mentor3", 1984, Story.ENDING),
    DemoClient("אולגה", "פטרנקו", "Оля", F, "ru", "mentor3", 1992),
    DemoClient("איתי", "שרעבי", "", M, "he", "mentor3", 1999, Story.NEW),
    DemoClient("מרים", "אבו-חמד", "مريم", F, "ar", "mentor3", 1977),
    DemoClient("גדעון", "הולצמן", "גידי", M, "he", "mentor3", 1963, Story.PAUSED),
    DemoClient("שירן", "דדון", "", F, "he", "mentor4", 1995),
    DemoClient("Michael", "Rosen", "Mike", M, "en", "mentor4", 1986),
    DemoClient("דינה", "לרנר", "", F, "ru", "mentor4", 1968),
    DemoClient("ברוך", "אלמו", "", M, "am", "mentor4", 1980),
    DemoClient("נטע", "קרמר (רוט)", "", F, "he", "mentor4", 1991),
    DemoClient("אליאס", "שאהין", "إلياس", M, "ar", "mentor4", 1972),
)
