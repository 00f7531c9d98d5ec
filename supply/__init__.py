"""What caseapp is put together from, as it is really installed: a bill of materials, and known holes in it."""
