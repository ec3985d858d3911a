"""Two at once: a row is locked, a stale edit is told so, and a form sent twice counts once."""
