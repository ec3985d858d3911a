"""Posts that name people and things: who is told, where a thing is mentioned, and how posts are named themselves."""
