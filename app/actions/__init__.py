"""The action register: owner, due date, success indicator, progress."""
