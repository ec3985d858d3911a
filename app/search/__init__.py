"""The index behind a protocol; results filtered by policy. Listens; is never imported."""
