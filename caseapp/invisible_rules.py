"""Characters that nobody sees: one list for typed text, imported cells, printed text and masked names."""

OVERRIDES = frozenset("\u202d\u202e")
"""They change the order of letters, so a note from a spreadsheet that holds one is refused."""

INVISIBLE = OVERRIDES | frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u00ad\u180e\u200b\u2060\ufeff\ufff9\ufffa\ufffb"
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # a joiner of marks, and letters without a shape
    "\u180b\u180c\u180d\u180f\u2800\U0001d159"  # selectors of Mongolian letters, a cell and a note without a shape
    "\u2061\u2062\u2063\u2064\u2065\u206a\u206b\u206c\u206d\u206e\u206f"  # unseen operators, outdated controls
    + "".join(map(chr, range(0x1D173, 0x1D17B)))  # of musical notation
    + "".join(map(chr, range(0xFE00, 0xFE0E)))  # selectors of letter shapes; the two of emoji stay
    + "".join(map(chr, (*range(0x1BCA0, 0x1BCA4), *range(0x13430, 0x13440))))  # of shorthand and of hieroglyphs
    + "".join(map(chr, range(0xE0000, 0xE0200)))  # tags, and selectors of letter shapes that nothing here has
)
"""Marks of direction, and characters that show nothing; dropped wherever text comes in or is printed."""

JOINERS = frozenset("\u200c\u200d")
"""Kept in every text, because emoji and Persian need them; only a name is recognised without them."""

CHANGING_OTHERS = JOINERS | frozenset("\ufe0e\ufe0f")
"""Seen only in what they do to the letters beside them: a text of nothing else is empty."""
