"""Weiyin 微银: a bank's whole WeChat service account."""

__version__ = "0.1.0"
