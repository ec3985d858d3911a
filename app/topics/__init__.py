"""Tricky Topics with their anatomy and mapping, additional issues, votes."""
