"""Security: codes, sign-ins, consents, and what to do about fraud."""
