"""Where files lie, how much they may take, and who looks at them first."""
