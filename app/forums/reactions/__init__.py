"""“My students too” and “thank you”: what readers say of a post with one press. Counted, and nobody is ranked by it."""
