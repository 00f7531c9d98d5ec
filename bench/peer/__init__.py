"""The same people, clients, notes and meetings in the admin of Django, as its tutorial would set it up."""
