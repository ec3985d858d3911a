"""What students did, beside what tutors feel: datasets, measures, disclosure control, charts.

Rows about students live here and nowhere else, as pseudonyms, in versioned files. Everything that
leaves passes through `disclosure`, which rounds and withholds.
"""
