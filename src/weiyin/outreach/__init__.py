"""Telling people: what changed on their accounts, and whatever else left the house in an outbox."""
