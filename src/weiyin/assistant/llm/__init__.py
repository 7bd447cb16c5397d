"""A language model, if the bank serves one: it words, orders and drafts, and decides nothing.

Nothing it says is believed. Numbers come only from what it was given, links only from us, a
function only from those offered; what breaks a rule is dropped, and the rules' own answer stands.
"""
