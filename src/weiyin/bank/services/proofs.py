"""Papers that prove something of an account, and whether one is genuine."""

from __future__ import annotations

from weiyin.bank.account import proofs
from weiyin.bank.account.proofs import Asked, Proof
from weiyin.bank.service import Service, look, order


class Proofs(Service):
    name = "proofs"

    @order
    def make(self, key: str, customer_no: str, asked: Asked) -> Proof:
        """A paper about an account of that customer. Raises NotFound."""
        assert key
        return proofs.make(self.office, customer_no, asked)

    @look
    def proof(self, customer_no: str, proof_no: str) -> Proof:
        return proofs.find(self.office, customer_no, proof_no)

    @look
    def check(self, code: str) -> Proof | None:
        """For whoever holds the paper: only `said.points` may be shown."""
        return proofs.check(self.office, code)
