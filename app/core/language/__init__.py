"""The language of the interface: which is spoken at this moment, and its words."""
