"""The settings that live on a page, and all of them as they are in force."""
