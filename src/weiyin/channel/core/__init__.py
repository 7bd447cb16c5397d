"""What a core of the bank's own tells us, unasked."""
