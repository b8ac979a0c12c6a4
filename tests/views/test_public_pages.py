"""Every public page in every language: its headers, its bytes, its words (threat model rows 1 to 8)."""
