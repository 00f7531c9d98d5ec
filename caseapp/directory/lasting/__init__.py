"""What lasted: ties that came out of entries of the directory, as counts only."""
