"""What others' events mean for the inboxes: rows only, in the transaction of the event."""
