"""The index behind a protocol: on disk and in memory. It knows ids and words, and no permissions."""
