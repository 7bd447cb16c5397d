"""Precious metals: grams accumulated on the ledger, plans that buy, bars to be fetched.

A metal is a unit of the ledger under its code (XAU, XAG), counted in ten-thousandths of a gram.
"""
