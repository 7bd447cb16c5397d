"""Foreign currency: bought and sold within the yearly quota, kept, reserved as notes.

A currency is a unit of the ledger: an exchange is two entries in one unit of work, one in yuan and
one in the currency, each against the bank's own position in it (`exchange`).
"""
