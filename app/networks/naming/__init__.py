"""How people, roles and things of a network are named in texts: what their tokens stand for, and what @ and # offer."""
