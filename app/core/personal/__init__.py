"""What is kept about whom: declared where the model is written, and obeyed by export, erasure and retention."""
