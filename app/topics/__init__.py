"""Tricky Topics with their anatomy and mapping, additional issues, and votes on both."""
