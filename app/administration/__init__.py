"""The site itself, for whoever looks after it: how its parts are, and what could not be done."""
