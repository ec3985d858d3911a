"""What leaves the site as a file: a PDF, a table, a calendar."""
