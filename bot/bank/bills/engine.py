"""The lines of text in a picture, by RapidOCR; only for the process that may be killed.

Its libraries are the extra `bills` and are loaded when they are used. The models lie within the wheel, and
nothing is asked of any network.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from math import dist
from typing import Any, Final

from bot.bank.bills import picture
from bot.bank.bills.shape import TextLine

LIBRARIES: Final = ("rapidocr", "onnxruntime", "PIL")
SIDE: Final = 960
"""Pixels of the longer side at which lines are looked for."""
SURROUNDINGS: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ORT_DISABLE_TELEMETRY": "1",  # else onnxruntime keeps a number of this machine and reports to its maker
}
SETTINGS: Final = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # which way up: a bill stands
    "Global.max_side_len": picture.LONGEST,
    "Det.limit_type": "max",
    "Det.limit_side_len": SIDE,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
}

Engine = Callable[[Any], list[TextLine]]


def installed() -> bool:
    """Whether the extra is there."""
    return all(find_spec(name) is not None for name in LIBRARIES)


def engine() -> Engine:
    """A reader of pictures that opens no file and starts no thread any more: it has read one already."""
    os.environ.update(SURROUNDINGS)
    import cv2
    import numpy
    from PIL import Image, ImageDraw
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    picture.load()
    ocr = RapidOCR(params=SETTINGS)

    def read(image: Any) -> list[TextLine]:
        found = ocr(numpy.asarray(image)[:, :, ::-1])  # it expects blue first
        if found.boxes is None or found.txts is None:
            return []
        return [_line(text, box.tolist()) for text, box in zip(found.txts, found.boxes, strict=True)]

    image = Image.new("RGB", (320, 120), "white")
    ImageDraw.Draw(image).text((20, 40), "500.000 VND", fill="black", font_size=36)
    read(image)  # the models are loaded with the first picture
    return read


def _line(text: str, box: list[list[float]]) -> TextLine:
    """A line from the corners of its box, clockwise from the upper left."""
    left, right, low_right, low_left = box
    ys = [corner[1] for corner in box]
    height = (dist(left, low_left) + dist(right, low_right)) / 2
    return TextLine(text, min(left[0], low_left[0]), min(ys), max(ys), max(height, 1.0))
