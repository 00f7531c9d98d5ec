"""Blocks drawn as PDF: all measurements, no words. The only place that knows ReportLab."""
