"""What people type and how it is shown: Markdown, mathematics, addresses, signs, wording. Pure."""
