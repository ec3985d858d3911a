"""Where the rooms meet: the list of workshops, a workshop's own page, the room's and the projector's page."""
