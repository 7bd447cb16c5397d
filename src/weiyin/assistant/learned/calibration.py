"""How sure to be of a guess: logistic regression of "it was right" on what the guess looks like."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

Signs = tuple[float, float, float]
"""The first label's score, its lead over the second, and the kernel to its nearest example."""

_STEPS, _STEADY = 30, 1e-2


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the signs, the constant last."""

    weights: tuple[float, float, float, float]

    def confidence(self, signs: Signs) -> float:
        """The probability, 0 to 1, that the first label is right."""
        *slopes, constant = self.weights
        logit = sum(w * sign for w, sign in zip(slopes, signs, strict=True)) + constant
        return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


UNCALIBRATED = Calibration((6.0, 3.0, 0.5, -3.5))
"""For too few examples to learn from: what larger sets gave, rounded."""


def calibrate(signs: NDArray[np.float64], right: NDArray[np.bool_]) -> Calibration:
    """What guesses at held-out sentences were worth, a row of signs each (Newton's method)."""
    if len(right) < 50 or right.all() or not right.any():
        return UNCALIBRATED
    seen = np.column_stack([signs, np.ones(len(right))])
    weights = np.zeros(seen.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(seen @ weights, -30, 30)))
        slope = seen.T @ (right - chance) - _STEADY * weights
        curve = (seen * (chance * (1 - chance))[:, None]).T @ seen + _STEADY * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    first, second, third, constant = (round(float(one), 4) for one in weights)
    return Calibration((first, second, third, constant))
