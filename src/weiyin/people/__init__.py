"""Who somebody is and what they may touch: followers, bindings, consents, sessions, codes, drafts.

Functions named `access_*` are the only door to a person's object, and say `NotFound` alike for
what is missing and for what is another's.
"""
