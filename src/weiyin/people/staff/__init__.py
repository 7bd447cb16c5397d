"""The bank's own people: who they are, what they may, how they prove it, what two must agree on.

Nothing here comes from a message: a role is looked up by the session of a staff member, and a
session is opened by a password and a one-time code alone.
"""
