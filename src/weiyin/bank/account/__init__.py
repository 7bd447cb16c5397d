"""What a customer's accounts are beside their balance: classes, locks, papers, deposits."""
