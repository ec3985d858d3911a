"""The process that serves: the application, its files, headers, health, where streams come from."""
