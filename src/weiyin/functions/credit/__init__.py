"""The credit card."""
