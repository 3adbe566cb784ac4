"""The vectors of a version in one file, mapped: a byte for each dimension, and a factor for each vector.

    a line of JSON: dimensions, rows, numbers, missing, probe; spaces up to a multiple of 64 bytes
    int8    rows × dimensions   unit vectors divided by their factors
    float32 rows                the factors
    bytes   rows × 16           hashes of the texts
    int32   numbers             the row of each passage by its number; -1: it has none

Texts that are the same have one row. The probe is the vector of a fixed text: vectors belong to an encoder that gives it this vector.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ..messages.catalogue import Message
from ..model.errors import EncoderError
from ..runtime.deadline import check

PROBE = "县级以上地方人民政府应当加强对本行政区域内养老服务工作的领导。"
ALIKE = 0.99  # least cosine of two vectors of the probe by one model; rounding and the number of threads cost less than .001
MOST = 8192  # dimensions
KEY = 16  # bytes of a hash
UNREADABLE = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    OverflowError,
    RecursionError,
)  # errors that a damaged file may raise
_HEADER = 2**19  # bytes; a probe of MOST dimensions takes less
_BLOCK = 8192  # vectors that are compared at once
_FEW = 8  # with fewer than one in so many rows only these are compared, else all


def key(text: str) -> bytes:
    """The hash of a text, the key of its vector."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY).digest()


def unit(vectors: Any, count: int, place: str) -> Any:
    """`vectors` made one long each; raises EncoderError when they are not `count` of them, of finite numbers."""
    import numpy as np

    vectors = np.asarray(vectors)
    if vectors.ndim != 2 or len(vectors) != count or not 1 <= vectors.shape[1] <= MOST:
        raise EncoderError(Message("semantic.wrong_shape", place=place))
    with np.errstate(all="ignore"):
        vectors = vectors.astype(np.float64)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not (lengths > 0).all():
            raise EncoderError(Message("semantic.no_numbers", place=place))
        return (vectors / lengths).astype(np.float32)


def quantize(vectors: Any) -> tuple[Any, Any]:
    """Unit vectors as int8, and the factor of each."""
    import numpy as np

    factors = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.rint(vectors / factors[:, None]).astype(np.int8), factors


def floats(told: Any) -> Any:
    """Numbers, or the bytes of numbers, as float32."""
    import numpy as np

    return np.frombuffer(told, "<f4") if isinstance(told, bytes) else np.array(told, "<f4")


def alike(one: Any, other: Any) -> bool:
    """Whether two vectors of the probe are of one encoder."""
    import numpy as np

    return len(one) == len(other) and float(np.dot(one, other)) >= ALIKE


def write(
    path: Path, probe: Any, rows: Mapping[bytes, tuple[bytes, float]], numbers: list[bytes], missing: int
) -> None:
    """Write a file: the vector and factor of each key, and the key of each passage by its number (b"": it has none)."""
    import numpy as np

    at = {name: place for place, name in enumerate(rows)}
    facts = {"dimensions": len(probe), "rows": len(rows), "numbers": len(numbers), "missing": missing}
    header = json.dumps(facts | {"probe": [round(float(x), 6) for x in probe]}).encode() + b"\n"
    with path.open("wb") as file:

        def put(data: bytes) -> None:
            file.write(data)
            file.write(b" " * (-file.tell() % 64))

        put(header)
        for vector, _ in rows.values():
            file.write(vector)
        put(b"")
        put(np.array([factor for _, factor in rows.values()], "<f4").tobytes())
        put(b"".join(rows))
        put(np.array([at.get(name, -1) for name in numbers], "<i4").tobytes())


class Vectors:
    """A file of vectors, open for reading. Raises one of UNREADABLE when it is damaged."""

    def __init__(self, path: Path) -> None:
        import numpy as np

        with path.open("rb") as file:
            line = file.readline(_HEADER)
            head = json.loads(line)
            self.dimensions, self.rows, count, self.missing = (
                int(head[name]) for name in ("dimensions", "rows", "numbers", "missing")
            )
            self.probe = np.array(head["probe"], np.float32)
            if not 1 <= self.dimensions <= MOST or self.rows < 0 or count < 0 or self.probe.shape != (self.dimensions,):
                raise ValueError("its header makes no sense")
            sizes = [len(line), self.rows * self.dimensions, 4 * self.rows, KEY * self.rows, 4 * count]
            starts = [0]
            for size in sizes:
                starts.append(-(-(starts[-1] + size) // 64) * 64)
            if path.stat().st_size != starts[-1]:
                raise ValueError("it is not as long as its header says")
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

        def part(place: int, kind: str, length: int) -> Any:
            return np.frombuffer(mapped, kind, length, starts[place])

        self._vectors = part(1, "i1", self.rows * self.dimensions).reshape(self.rows, self.dimensions)
        self._factors = part(2, "<f4", self.rows)
        self._keys = part(3, "u1", KEY * self.rows)
        self._row = part(4, "<i4", count)
        if count and (int(self._row.min()) < -1 or int(self._row.max()) >= self.rows):
            raise ValueError("it names vectors that it has not")
        if not np.isfinite(self._factors).all() or not np.isfinite(self.probe).all():
            raise ValueError("it holds what is no number")

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._row)

    def by_hash(self) -> Mapping[bytes, tuple[bytes, float]]:
        """For each hash of a text its vector, packed."""
        keys = self._keys.tobytes()
        return {
            keys[KEY * row : KEY * row + KEY]: (self._vectors[row].tobytes(), float(self._factors[row]))
            for row in range(self.rows)
        }

    def similar(self, vector: Any, numbers: Collection[int]) -> dict[int, float]:
        """The cosine with a unit vector of each of some passages that have vectors. Raises QueryTimeout."""
        import numpy as np

        chosen = np.fromiter(numbers, np.int64, len(numbers))
        chosen = chosen[(chosen >= 0) & (chosen < len(self._row))]
        rows = self._row[chosen]
        chosen, rows = chosen[rows >= 0], rows[rows >= 0]
        few = _FEW * len(rows) < self.rows
        found = np.empty(len(rows) if few else self.rows, np.float32)
        for start in range(0, len(found), _BLOCK):
            check()
            part: Any = rows[start : start + _BLOCK] if few else slice(start, start + _BLOCK)
            found[start : start + _BLOCK] = self._vectors[part].astype(np.float32) @ vector * self._factors[part]
        return dict(zip(chosen.tolist(), (found if few else found[rows]).tolist(), strict=True))
