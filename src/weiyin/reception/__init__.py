"""One `Ask` in, one `Reply` out, whatever the door; and the counter where drafts are confirmed."""
