"""Modules, presentations, learning networks, cycles, memberships and roles."""
