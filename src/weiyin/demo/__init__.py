"""示范银行: a fictional bank with customers, books and branches, the same for the same seed."""
