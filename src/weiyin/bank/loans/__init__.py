"""Loans: the shelf, an application and its decision, a contract, what is drawn and paid back.

What is owed is a ledger account of the customer's with a negative balance, as a credit card's.
Interest is earned by the day (`interest`), against the receivable `house.LOAN_INTEREST`; what falls
due each month (`due`) is collected from the customer's current account.
"""
