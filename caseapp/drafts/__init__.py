"""What was typed into a form and not saved yet."""
