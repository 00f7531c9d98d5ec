"""Pictures: geometry computed once, in plain shapes, and written out as SVG."""
