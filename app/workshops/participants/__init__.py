"""Who is invited to a workshop, as what, what they answer, and who took part."""
