"""Datasets, measures behind disclosure control, the overlay of a topic, charts."""
