"""Vectors of the sealed format, run by both halves; `python -m tests.vectors.make` writes them."""
