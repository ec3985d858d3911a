"""What every page has: its frame, slots, filters, fragments, questions, what was just done."""
