"""People: sign-in, invitations, password resets, profile and API tokens."""
