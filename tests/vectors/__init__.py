"""Vectors of the sealed format, run by the Python and the TypeScript half alike; `python -m tests.vectors.make` writes them."""
