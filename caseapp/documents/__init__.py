"""Documents: what they say (blocks), how they look on a page of HTML, and how they are drawn as PDF."""
