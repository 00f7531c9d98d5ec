"""caseapp: case management for social mentors in mental-health rehabilitation."""

__version__ = "0.1.0"
