"""The API keeps the OpenAPI document that it tells: driven by requests made from that document."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import BASE, BIND, Api
from tests.house.bank import LI, WANG

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SIGN_IN, SIGN_OUT = "POST /sessions", "DELETE /sessions"
LIKELY = st.sampled_from(
    [
        *BIND.values(),
        *(LI.debit, WANG.credit, WANG.debit[-4:], LI.name, "老李", "GF01"),
        *("1", "500", "0.01", "1000000", "12", "2026-08-03", "2026-07", "2026年6月", "上个月"),
        *("国贸", "10:30", "USD", "美元", "100000", "100084", "京A12345", "a@b.test", "\x00", "😀"),
    ]
)
"""What people would type: words made from a schema alone rarely get past the first question."""
_RUN = settings(
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Driver:
    """Sends the cases of one customer, and again without a token; keeps what was answered."""

    def __init__(self, api: Api, token: str) -> None:
        self.api = api
        self.token = token
        self.seen: Counter[tuple[str, int]] = Counter()
        self.handles = ["none-made-yet"]

    def drive(self, operation: Any, mode: GenerationMode, examples: int) -> None:
        @seed(20260720)
        @settings(_RUN, max_examples=examples)
        @given(operation.as_strategy(generation_mode=mode), st.data())
        def each(case: Any, data: Any) -> None:
            if mode is GenerationMode.POSITIVE:
                self._likely(case, data)
            answer = self.send(case, self.token)
            self.seen[operation.label, answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)
            if operation.label != SIGN_IN:
                stranger = self.send(case)
                assert stranger.status_code in {401, 422}, operation.label
                case.validate_response(stranger, checks=CHECKS)

        each()

    def _likely(self, case: Any, data: Any) -> None:
        """Handles there are, and for half of the free words what people would type."""
        if "handle" in case.path_parameters:
            case.path_parameters["handle"] = data.draw(st.sampled_from(self.handles[-5:]))
        if isinstance(case.body, dict):
            case.body = {
                name: data.draw(LIKELY)
                if isinstance(told, str) and data.draw(st.booleans())
                else told
                for name, told in case.body.items()
            }

    def send(self, case: Any, token: str = "") -> httpx.Response:
        """Over the API's own wire, with our token or none in place of what was made up."""
        made = requests.Request(**case.as_transport_kwargs(base_url=f"https://bank.test{BASE}"))
        told = made.prepare()
        headers = {name.lower(): str(value) for name, value in told.headers.items()}
        headers.pop("authorization", None)
        if token:
            headers["authorization"] = f"Bearer {token}"
        asked = self.api.http.request(
            str(told.method), str(told.url), content=told.body, headers=headers
        )
        answer = self.api.runner.run(asked)
        if answer.status_code == 200 and answer.json().get("kind") == "draft":
            self.handles.append(answer.json()["handle"])
        return answer


def operations(api: Api) -> list[Any]:
    """Drafts and sessions last: they take what the functions made."""
    schema = schemathesis.openapi.from_dict(api.document())
    found = [result.ok() for result in schema.get_all_operations()]
    return sorted(found, key=lambda one: not one.path.startswith("/functions"))


@pytest.mark.slow
def test_every_operation_keeps_what_its_description_says(api: Api, wang: str) -> None:
    """No fault of ours, and no status, kind of body or member that the document does not tell."""
    api.house.bind_credit("o-wang", WANG)
    driver = Driver(api, wang)
    for operation in operations(api):
        if operation.label != SIGN_OUT:
            driver.drive(operation, GenerationMode.POSITIVE, 3)
            driver.drive(operation, GenerationMode.NEGATIVE, 1)
    answered = {label for label, status in driver.seen if status == 200}
    assert len(answered) > len(api.operations()) // 2, "few cases got past the first question"
    assert len(driver.handles) > 20
