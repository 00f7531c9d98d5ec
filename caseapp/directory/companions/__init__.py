"""What mentors enjoy themselves, and what each of them has in common with a client."""
