"""The web server: a master that keeps web processes running, and what each of them does."""
