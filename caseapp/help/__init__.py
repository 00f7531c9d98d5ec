"""Short help on the main pages, readable without a network, and the first steps of a new mentor."""
