"""Small samples for the tests of the numerics: with ties, zero differences, gaps and censoring."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.figures import Floats


@dataclass(frozen=True, eq=False)
class Sample:
    """``vectors`` by name, as R reads them (NaN is NA)."""

    seed: int
    vectors: dict[str, Floats]

    def lines(self) -> list[str]:
        texts = {
            name: " ".join("NA" if value != value else repr(float(value)) for value in vector)
            for name, vector in self.vectors.items()
        }
        return [f"{self.seed};{name};{text}" for name, text in texts.items()]

    def __getitem__(self, name: str) -> Floats:
        return self.vectors[name]


def random_sample(seed: int) -> Sample:
    """One sample, the same for every test that asks for this seed."""
    of = random.Random(seed)
    grain = of.choice((0, 0, 1, 3, 9))
    missing = of.choice((0.0, 0.0, 0.2, 0.5))

    def numbers(n: int, shift: float = 0.0) -> Floats:
        found = [round(of.gauss(3 + shift, 2), grain) for _ in range(n)]
        return np.array([np.nan if of.random() < missing else value for value in found])

    size = of.choice((1, 2, 3, 5, 8, 12, 20, 34, 49, 50, 60))
    pairs = of.choice((1, 2, 3, 4, 6, 10, 15, 30, 49, 55))
    before = numbers(pairs)
    after = before + numbers(pairs, -3) if of.random() < 0.7 else before.copy()
    vectors = {
        "a": numbers(size),
        "b": numbers(of.choice((1, 2, 3, 5, 8, 12, 20, 34, 49, 50)), of.choice((0.0, 0.0, 2.0))),
        "before": before,
        "after": after,
        **_counts(of),
        **_times(of),
        **_repeated(of, numbers),
    }
    return Sample(seed, vectors)


def _counts(of: random.Random) -> dict[str, Floats]:
    n = of.choice((1, 2, 5, 11, 34, 100, 1000))
    most = of.choice((1, 2, 4, 8))
    rows, columns = of.choice(((2, 3), (3, 2), (4, 2), (3, 3), (5, 2)))
    many = of.choice((1, 3, 12, 40, 400))
    return {
        "share": np.array([of.randint(0, n), n], dtype=float),
        "two": np.array([of.randint(0, many) for _ in range(4)], dtype=float),
        "rows": np.array([rows], dtype=float),
        "table": np.array([of.randint(0, most) for _ in range(rows * columns)], dtype=float),
    }


def _times(of: random.Random) -> dict[str, Floats]:
    n = of.choice((1, 2, 4, 8, 10, 20, 34))
    last = of.choice((3, 10, 40, 365))
    share = of.choice((0.0, 0.3, 0.5, 0.8, 1.0))
    causes = [of.choice((1, 1, 2)) if of.random() < share else 0 for _ in range(n)]
    arms = of.choice((2, 2, 3))
    return {
        "time": np.array([of.randint(0, last) for _ in range(n)], dtype=float),
        "event": np.array([float(cause > 0) for cause in causes]),
        "cause": np.array(causes, dtype=float),
        "group": np.array([of.randrange(arms) for _ in range(n)], dtype=float),
    }


def _repeated(of: random.Random, numbers: object) -> dict[str, Floats]:
    assert callable(numbers)
    n = of.choice((3, 4, 6, 11, 22))
    wide = np.column_stack([numbers(n, shift) for shift in (0.0, 1.0, of.choice((0.0, 3.0)))])
    arms = of.choice((1, 2, 2))
    return {
        "wide": wide.T.ravel(),
        "arm": np.array([of.randrange(arms) for _ in range(n)], dtype=float),
    }
