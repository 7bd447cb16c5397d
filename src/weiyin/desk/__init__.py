"""The desk: conversations between customers and the bank's people, and what follows from them.

A conversation has one owner at a time: the assistant, or one person. Whoever is not the owner
cannot send: it is judged in the unit that puts the words into the outbox.
"""
