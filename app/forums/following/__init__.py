"""How much a person wants to hear of a place: one level, said for a network, a forum or a discussion."""
