"""How like two texts are: by their words, or by the sentence model where that is installed. Knows no feature and no database."""
