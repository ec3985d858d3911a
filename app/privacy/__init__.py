"""People's own data: taking a copy of it, having it erased, for how long it is kept, and a page that says so."""
