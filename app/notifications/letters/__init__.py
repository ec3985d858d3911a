"""Letters about notices, workshops and write-ups: each to one person, its words read when it is sent."""
