"""Where the bank is: branches and machines, how far, open or not, how long the queue."""
