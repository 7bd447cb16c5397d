"""What merchants around offer: found by place, claimed within limits, redeemed once."""
