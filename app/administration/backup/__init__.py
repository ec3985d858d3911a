"""The site in one file: made while people write, and put into an empty site."""
