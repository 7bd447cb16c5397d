"""From the platform to the bot: what happened, delivered, and the answer shown."""
