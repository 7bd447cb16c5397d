"""Bytes between the platform and a bot: signatures, cipher, XML and JSON."""
