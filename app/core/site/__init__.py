"""The few settings that live on a page: what is stored of them, and what is in force."""
