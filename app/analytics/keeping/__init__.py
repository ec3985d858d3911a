"""Datasets kept on pages: files are sent, checked by the worker, published, and withdrawn. Nobody needs a shell for it."""
