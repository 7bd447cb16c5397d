"""Wealth products and funds, deposits, treasury bonds, insurance: what money is put into.

Units are money of their own on the ledger: each product has a currency (`U.SF2603`, in hundredths
of a unit), so that units and cash are both double entry.
"""
