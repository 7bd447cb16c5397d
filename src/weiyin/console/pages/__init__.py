"""The pages, one a file: `PAGE` declares what a page is, whom it is for, and its routes."""
