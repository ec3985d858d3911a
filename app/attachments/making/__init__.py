"""Making a picture small and harmless, in a process of its own."""
