"""Online workshops: everybody's voice, live or later, and what became of it."""
