"""The keys of an installation: their file, what the database knows of them, and how they are replaced."""
