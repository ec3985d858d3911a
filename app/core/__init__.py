"""What every feature stands on: no HTTP, no feature. Anyone may import it."""
