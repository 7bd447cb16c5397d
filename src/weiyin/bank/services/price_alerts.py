"""A customer's price alerts: each rings once."""

from __future__ import annotations

from weiyin.bank.quotes import alerts
from weiyin.bank.quotes.alerts import Alert
from weiyin.bank.quotes.quote import find_quote
from weiyin.bank.service import Service, look, order


class PriceAlerts(Service):
    """`customer_no` is who asks."""

    name = "price-alerts"

    @look
    def mine(self, customer_no: str) -> tuple[Alert, ...]:
        """Those that wait, oldest first."""
        return alerts.alerts_of(self.office, customer_no)

    @order
    def add(self, key: str, customer_no: str, symbol: str, target: int) -> Alert:
        """Raises NotFound without a quote, NotAllowed when it is reached already."""
        assert key, "an order has a key"
        quote = find_quote(self.office.reader, self.office.book, symbol)
        return alerts.add_alert(self.office, customer_no, quote, target)

    @order
    def stop(self, key: str, customer_no: str, alert_no: str) -> int:
        """How many wait still. Raises NotFound."""
        assert key, "an order has a key"
        alerts.stop_alert(self.office, customer_no, alert_no)
        return len(alerts.alerts_of(self.office, customer_no))
