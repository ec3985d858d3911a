"""Where each subject stands: what it is, since when, who is next and with which verb, and what ends the wait."""
