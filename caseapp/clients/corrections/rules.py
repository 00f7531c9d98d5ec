"""How long the reason may be for which a record is struck out."""

REASON_MAX = 500
