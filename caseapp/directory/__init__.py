"""Sources of support: what there is around people, what they enjoy, and their own lists of it."""
