"""Ears: the port to a recogniser of speech, and the recognisers that may stand behind it."""
