"""Invented figures for the demo, shaped like a dataset of the Open University.

`figures` reads the numbers the story of the demo is built on. `generate` draws students, clicks and
results from them, always the same ones, as seven CSV files for the ordinary importer; the measures
on those, before rounding, equal the numbers. `mapping` says which material belongs to which topic.
"""
