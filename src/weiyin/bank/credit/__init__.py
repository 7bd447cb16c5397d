"""The credit card: a line of credit, what is owed item by item, bills, interest, instalments.

items     the arithmetic of a sheet: what is left of each spend, and its interest
bills     statements; due: what a due day brings; charges: what the bank itself puts on a bill
spending  authorisations, refunds, cash; repay: money back
plans     instalments; rates: their yearly rate
"""

from weiyin.bank.credit.bills import close_statement, statement
from weiyin.bank.credit.terms import CreditTerms, open_credit

__all__ = ["CreditTerms", "close_statement", "open_credit", "statement"]
