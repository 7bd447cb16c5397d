"""Branches and what is around."""
