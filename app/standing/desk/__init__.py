"""The desk of whoever keeps networks going: everything that waits in them, and what nobody is waited for."""
