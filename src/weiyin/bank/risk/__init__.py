"""Whether a payment is allowed as it stands: judged before it is confirmed and again as it is."""
