"""Notices: one small file for each kind, one fan-out and one teller for all of them."""
