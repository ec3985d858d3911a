"""What each person has read in the forums, and so what is new to them. Nobody else is ever told."""
