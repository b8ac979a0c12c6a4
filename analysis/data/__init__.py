"""Word lists and lexicons that the analysis reads; their sources and licences are in README.md beside this file."""
