"""What people do on their phones, and what testers do to the stand-in: `/sim/…` and `/sms/…`."""
