"""Photographed student working for the demo: drawn when it is told, so that no picture lies in the repository."""
