"""What browsers in a room are sent as it happens, and who is there."""
