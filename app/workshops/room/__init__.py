"""The meeting: from state to state and phase to phase, the clock, hands, the spotlight, the queue of the discussion."""
