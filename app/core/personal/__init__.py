"""Obeying what models declare of people (app/core/personal_data.py): erasure, letters on their way, and retention."""
