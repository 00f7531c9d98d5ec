"""Backups that are made by themselves: where they are kept, for how long, and what became of the last ones."""
