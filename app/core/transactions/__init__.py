"""How transactions begin and take turns, on both databases."""
