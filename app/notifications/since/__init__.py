"""What is new since a person's last visit: on home, in one list over all their networks, finished with one press."""
