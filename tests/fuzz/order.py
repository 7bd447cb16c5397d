"""From the bytes of a JSON body to a function's typed inputs: `python -m tests.fuzz.order`.

The first byte chooses the function. What the API would answer with 422 is allowed, all else not.
"""

from __future__ import annotations

from datetime import datetime

import atheris

with atheris.instrument_imports(include=["weiyin.functions.inputs", "weiyin.base", "weiyin.api"]):
    from weiyin.api.guard import each_once
    from weiyin.api.models import request_model
    from weiyin.reception.forms import read_values

import json

from pydantic import ValidationError

from tests.fuzz.target import fuzz
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput
from weiyin.functions.catalogue import load_catalogue

NOW = datetime(2026, 7, 20, 10, tzinfo=SHANGHAI)
FUNCTIONS = [(one, request_model(one)) for one in load_catalogue() if one.inputs]


def one(data: bytes) -> None:
    if not data:
        return
    function, model = FUNCTIONS[data[0] % len(FUNCTIONS)]
    try:
        told = json.loads(data[1:], object_pairs_hook=each_once)
    except (ValueError, RecursionError):
        return  # as the API's own reader refuses it
    asked = model.model_validate(told).model_dump()
    read_values(function.inputs, {name: said for name, said in asked.items() if said}, NOW)


if __name__ == "__main__":
    fuzz(one, (BadInput, ValidationError))
