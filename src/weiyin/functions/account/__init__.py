"""Accounts: following, binding, balances, movements."""
