"""Backups and restores: by hand, by themselves at night, and before an upgrade."""
