"""Two at once: a row is locked, a stale edit is told so, a form sent twice counts once, and tries are counted together."""
