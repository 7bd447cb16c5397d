"""How facts are kept: units of work, schema, inbox, outbox, sealed columns, the audit chain."""
