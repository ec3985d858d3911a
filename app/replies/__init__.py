"""“You said, we did”, and where each contribution stands in the loop."""
