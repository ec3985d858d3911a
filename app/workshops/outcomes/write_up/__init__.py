"""The write-up of a workshop: sections that draft themselves until somebody edits them, and the document."""
