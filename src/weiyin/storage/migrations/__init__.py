"""The schema, step by step: one revision a file, written by hand."""
