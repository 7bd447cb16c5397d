"""Loans: the shelf, the calculator, an application and its progress, drawing and repaying."""
