"""Cards, the themes they are grouped into, notes, reports, and proposals for loose cards."""
