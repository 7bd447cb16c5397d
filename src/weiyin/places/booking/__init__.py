"""Coming at an agreed time: slots, appointments, cash ordered ahead, forms filled in before."""
