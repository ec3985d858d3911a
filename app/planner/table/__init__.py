"""A study planner as a table: read, checked, written down."""
