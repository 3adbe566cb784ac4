"""RapidOCR on onnxruntime: boxes of text and ruled lines of a picture; the only module that knows them, numpy and OpenCV.

Its models (PP-OCRv6 small: detection and recognition, Apache-2.0) are in its package; they are named by their path, so
that it looks for none elsewhere.
"""

from __future__ import annotations

import logging
import math
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE = 1280  # pixels to which a picture is made smaller to find its text; the text itself is read at full size
_LEVEL = 0.3  # degrees; a page set more askew is turned
_SHORT = 0.02  # of the longer side of a page; shorter strokes are parts of characters
_engine: Any = None


class Box(NamedTuple):
    """A piece of a printed line, in pixels from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    confidence: float  # of the recogniser, 0 to 1


class Found(NamedTuple):
    """The text and rules of a picture."""

    boxes: list[Box]
    rules: list[tuple[float, float, float, float]]  # from one point to another


def name() -> str:
    """The recogniser and its version, part of the key of results."""
    return f"rapidocr {version('rapidocr')}"


def recognise(picture: Image) -> Found:
    """The text and ruled lines of a picture; a page set askew is told as if it were level. Loads the models at first."""
    import numpy

    pixels = numpy.asarray(picture.convert("RGB"))
    result = _load()(pixels)
    if result.txts is None:
        return Found([], _rules(pixels, 0.0))
    corners = [[(float(x), float(y)) for x, y in box] for box in result.boxes]
    angle = _skew(corners)
    middle = picture.width / 2, picture.height / 2
    boxes = []
    for points, text, score in zip(corners, result.txts, result.scores, strict=True):
        turned = [_rotate(point, middle, -angle) for point in points]
        xs, ys = [x for x, _ in turned], [y for _, y in turned]
        boxes.append(Box(min(xs), min(ys), max(xs), max(ys), text, float(score)))
    return Found(boxes, _rules(pixels, angle))


def _load() -> Any:
    """The engine, with one thread: as many pages are read at once as there are processes."""
    global _engine  # noqa: PLW0603  # models take a second to load
    if _engine is None:
        logging.disable(logging.WARNING)
        import rapidocr

        models = Path(rapidocr.__file__).parent / "models"
        _engine = rapidocr.RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "error",
                "Global.max_side_len": 6000,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Det.limit_type": "max",
                "Det.limit_side_len": _SIDE,
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                "Rec.rec_batch_num": 1,  # several at once take twice the memory
            }
        )
    return _engine


def _skew(boxes: list[list[tuple[float, float]]]) -> float:
    """The angle, in radians, by which most long lines are askew; 0 for one too small to matter."""
    angles = [
        math.atan2(right[1] - left[1], right[0] - left[0])
        for left, right, _, low in boxes
        if math.dist(left, right) > 5 * math.dist(left, low)
    ]
    angle = median(angles) if angles else 0.0
    return angle if math.radians(_LEVEL) < abs(angle) < math.radians(20) else 0.0


def _rotate(point: tuple[float, float], around: tuple[float, float], angle: float) -> tuple[float, float]:
    x, y = point[0] - around[0], point[1] - around[1]
    sine, cosine = math.sin(angle), math.cos(angle)
    return around[0] + x * cosine - y * sine, around[1] + x * sine + y * cosine


def _rules(pixels: Any, angle: float) -> list[tuple[float, float, float, float]]:
    """The level and upright strokes: dark pixels that go on for longer than a character."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    if angle:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
        grey = cv2.warpAffine(grey, turn, (width, height), borderValue=255)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    length = max(20, int(_SHORT * max(width, height)))
    found = []
    for level in (True, False):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if level else (1, length))
        bridge = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 3) if level else (3, 5))
        strokes = cv2.morphologyEx(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, bridge), cv2.MORPH_OPEN, kernel)
        count, _, stats, _ = cv2.connectedComponentsWithStats(strokes)
        for x, y, across, down, _ in stats[1 : min(count, 5_000)].tolist():
            thick, long = (down, across) if level else (across, down)
            if long < length or thick > max(8, 0.1 * long):
                continue
            if level:
                found.append((float(x), y + down / 2, float(x + across), y + down / 2))
            else:
                found.append((x + across / 2, float(y), x + across / 2, float(y + down)))
    return found
