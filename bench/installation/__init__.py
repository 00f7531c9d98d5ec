"""An installation filled in bulk: the rows that the actions would have written over the years."""
