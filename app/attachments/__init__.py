"""Pictures and files beside what people write: made harmless, kept, and shown to whoever may read the words."""
