"""What the drawing server and those who ask it say to each other. Each message has its length before it."""

CROWDED = b"crowded"
TURN = b"turn"
STARTED = b"started"
DRAWN = b"D"
REFUSED = b"R"
