"""Service around the bank: what is offered, asked and liked."""
