"""How names sound: one key of consonants for Hebrew, Arabic, Cyrillic and Latin spellings of a name.

Vowels inside a word fall away, letters that stand for each other in transliteration become one, and where a letter can
be read in two ways the word has several keys. Two spellings sound alike when they share a key.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product

from caseapp.clients.rules import BETWEEN_WORDS, search_name

KEYS_MAX = 12
KEY_LENGTH_MAX = 24
SOUND_MAX = 1000
PREFIX_MIN = 2
JOINED_KEYS_MAX = 4

Options = tuple[str, ...]
SILENT: Options = ("",)
MAYBE_V: Options = ("", "B")

HEBREW = dict(zip("בגדזחטכלמנסעפצקרשתאה", "BGDSHTKLMNS-PSKRST-H", strict=True))
ARABIC = dict(zip("بتثجحدذرزسشصطغفقكلمنهاعءپچگڤ", "BTTGHDDRSSSSTGPKKLMNH---PSGB", strict=True))
CYRILLIC = dict(zip("бвгджзклмнпрстфхцчшщаеиоуыэюяьъіїєґ", "BBGDSSKLMNPRSTPHSSSS------------" + "--G", strict=True))
LATIN = dict(zip("bdfghklmnpqrstvwzaeiouy", "BDPGHKLMNPKRSTBBS------", strict=True))
PLAIN: dict[str, Options] = {
    letter: (sound.replace("-", ""),)
    for letters in (HEBREW, ARABIC, CYRILLIC, LATIN)
    for letter, sound in letters.items()
}
INSIDE: dict[str, Options] = {
    **PLAIN,
    "ו": MAYBE_V, "י": SILENT, "כ": ("K", "H"),
    "و": MAYBE_V, "ي": SILENT, "خ": ("H", "K"), "ض": ("D", "S"), "ظ": ("S", "D"),
    "c": ("K",), "j": ("G", "Y"), "x": ("KS",),
}  # fmt: skip
FIRST: dict[str, Options] = {
    **INSIDE,
    "א": ("A",), "ע": ("A", "O"), "ו": ("B",), "י": ("Y",), "כ": ("K",),
    "ا": ("A", "O"), "ع": ("A", "O"), "و": ("B",), "ي": ("Y",),
    "а": ("A",), "е": ("A", "Y"), "и": ("A", "Y"), "о": ("O",), "у": ("O",), "э": ("A",), "ю": ("Y",), "я": ("Y",),
    "і": ("A", "Y"), "ї": ("Y",), "є": ("Y", "A"), "ы": ("A",),
    "a": ("A",), "e": ("A",), "i": ("A", "Y"), "o": ("O",), "u": ("O",), "y": ("Y",),
}  # fmt: skip
LAST: dict[str, Options] = {**INSIDE, "ה": SILENT, "ه": SILENT, "h": ("", "H")}
FIRST_GROUPS: dict[str, Options] = {
    "או": ("O",), "עו": ("O",), "אי": ("A",), "עי": ("A",),
    "او": ("O", "AB"), "عو": ("O", "AB"), "اي": ("A",),
    "ye": ("Y", "A"), "yi": ("Y", "A"),
}  # fmt: skip
GROUPS: dict[str, Options] = {
    "tsch": ("S",), "tch": ("S",), "sch": ("S",), "tsh": ("TS",),
    "sh": ("S",), "ch": ("H", "K", "S"), "kh": ("H", "K"), "ph": ("P",), "th": ("T",), "gh": ("G",), "zh": ("S",),
    "dh": ("D",), "tz": ("S",), "ts": ("S",), "sz": ("S",), "cz": ("S",), "ck": ("K",), "dj": ("G",),
    "ce": ("S", "K"), "ci": ("S", "K"), "cy": ("S", "K"), "дж": ("G",), "וו": ("B",),
}  # fmt: skip
LONGEST_GROUP = 4


def sound_keys(word: str) -> list[str]:
    """The keys of one word: `יוסי` has YS and YBS, `Yossi` has YS."""
    letters = search_name(word).replace(" ", "")
    sounds: list[Options] = []
    place = 0
    while place < len(letters):
        taken, options = _sound_at(letters, place)
        sounds.append(options)
        place += taken
    keys = ("".join(key)[:KEY_LENGTH_MAX] for key in islice(product(*sounds), KEYS_MAX))
    return list(dict.fromkeys(key for key in keys if key))


def sound_of(*names: str) -> str:
    """All keys of all words between blanks, and of neighbours written as one word, as they are stored beside a name."""
    words = [word for name in names for word in BETWEEN_WORDS.split(name) if word]
    found = [key for word in words for key in sound_keys(word)]
    keys = dict.fromkeys(found + [key for word in _joined(words) for key in sound_keys(word)[:JOINED_KEYS_MAX]])
    whole = " ".join(keys)
    if len(whole) > SOUND_MAX - 2:
        whole = whole[: SOUND_MAX - 2].rpartition(" ")[0]
    return f" {whole} "


def sought_keys(word: str, is_alone: bool = True) -> list[str]:
    """What a stored sound must hold to be found by this beginning of a word; a single sound alone must be a word."""
    return [f" {key} " if is_alone and len(key) < PREFIX_MIN else f" {key}" for key in sound_keys(word)]


def sounds_alike(one: str, other: str) -> bool:
    """Whether each word of the name with fewer words has a word in the other that shares a key."""
    fewer, more = sorted((_keys_of(one), _keys_of(other)), key=len)
    return bool(fewer) and all(any(keys & others for others in more) for keys in fewer)


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Two or three neighbours written as one word: `בן ציון` is also sought as `בנציון`."""
    for length in (2, 3):
        for place in range(len(words) - length + 1):
            yield "".join(words[place : place + length])


def _keys_of(name: str) -> list[set[str]]:
    return [keys for word in BETWEEN_WORDS.split(name) if (keys := set(sound_keys(word)))]


def _sound_at(letters: str, place: int) -> tuple[int, Options]:
    """How many letters sound together here, and how."""
    groups: Iterable[dict[str, Options]] = (FIRST_GROUPS, GROUPS) if place == 0 else (GROUPS,)
    for group in groups:
        for length in range(LONGEST_GROUP, 1, -1):
            options = group.get(letters[place : place + length])
            if options and place + length <= len(letters):
                return length, options
    letter = letters[place]
    if place and letter == letters[place - 1] and not "א" <= letter <= "ת":
        return 1, SILENT
    table = FIRST if place == 0 else LAST if place == len(letters) - 1 else INSIDE
    return 1, table.get(letter, (letter.upper(),))
