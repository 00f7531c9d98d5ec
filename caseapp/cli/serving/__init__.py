"""The web server: a parent that keeps web processes alive, and what each of them does."""
