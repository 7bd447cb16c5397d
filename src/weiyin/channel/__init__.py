"""Doors of chat: one folder a wire, each turning bytes into `Ask` and `Reply` into bytes."""
