"""Rounds: the straw vote and the final ballot, from the ballot paper to the results."""
