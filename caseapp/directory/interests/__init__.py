"""What a client enjoys and would try, chosen from cards."""
