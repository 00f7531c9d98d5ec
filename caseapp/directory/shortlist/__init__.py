"""A client's own list of places, to take along on one page."""
