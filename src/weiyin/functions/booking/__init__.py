"""Coming to a branch: queue numbers, appointments, cash ordered ahead, prepared forms."""
