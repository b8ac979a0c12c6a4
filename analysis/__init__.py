"""Text in, findings out: language, identifying spans, category, danger to life, coarse zone. Plain Python."""
