"""悦生活 · 生活服务: fines, tickets, appointments, cards and charity through providers."""
