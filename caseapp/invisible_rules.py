"""Characters that nobody sees: one list for typed text, imported cells, printed text and masked names."""

OVERRIDES = frozenset("\u202d\u202e")
"""They change the order of letters, so a note from a spreadsheet that holds one is refused."""

INVISIBLE = OVERRIDES | frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u00ad\u180e\u200b\u2060\ufeff\ufff9\ufffa\ufffb"
)
"""Marks of direction, and characters of no width; dropped wherever text comes in or is printed."""

JOINERS = frozenset("\u200c\u200d")
"""Kept in every text, because emoji and Persian need them; only a name is recognised without them."""
