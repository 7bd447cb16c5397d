"""Segments: who is meant, said in a rule that people can read, checked before it runs."""
