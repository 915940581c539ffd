"""Recipes of papers: bounded, without a word too many, and addresses that are addresses."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from bot.reports.picture import draw
from tests.reports.papers import ACKNOWLEDGEMENT, CERTIFICATE, label

LABELS: dict[str, Any] = {"make": "labels", "labels": [label(1)]}


@pytest.mark.parametrize("recipe", [CERTIFICATE, ACKNOWLEDGEMENT, LABELS])
def test_each_paper_is_a_pdf(recipe: dict[str, Any]) -> None:
    content, mime = draw(recipe)
    assert content.startswith(b"%PDF-")
    assert mime == "application/pdf"


@pytest.mark.parametrize(
    "recipe",
    [
        {**CERTIFICATE, "name": ""},
        {**CERTIFICATE, "name": "x" * 201},
        {**CERTIFICATE, "gift": "x" * 401},
        {**CERTIFICATE, "form": "pet"},
        {**CERTIFICATE, "as": "svg"},
        {**CERTIFICATE, "shape": "png"},
        {**CERTIFICATE, "language": "fr"},
        {**CERTIFICATE, "authority": ["x"] * 5},
        {**CERTIFICATE, "path": "/etc/passwd"},
        {**CERTIFICATE, "verify_url": "javascript:alert(1)"},
        {**CERTIFICATE, "verify_url": "https://tiepsong.example/\n"},
        {**CERTIFICATE, "verify_url": "https://tiepsong.example/xác-nhận"},
        {**CERTIFICATE, "verify_url": "file:///etc/passwd"},
        {**ACKNOWLEDGEMENT, "title": ""},
        {**ACKNOWLEDGEMENT, "rows": [{"label": "x", "value": "y"}] * 41},
        {**ACKNOWLEDGEMENT, "rows": [{"label": "x"}]},
        {**ACKNOWLEDGEMENT, "columns": [{"title": "x", "align": "justify"}]},
        {**ACKNOWLEDGEMENT, "columns": [{"title": "x", "share": 0}]},
        {**ACKNOWLEDGEMENT, "verify_url": ""},
        {**LABELS, "labels": []},
        {**LABELS, "labels": [label(1)] * 201},
        {**LABELS, "skip": 24},
        {**LABELS, "skip": -1},
        {**LABELS, "labels": [{**label(1), "tag": ""}]},
        {**LABELS, "labels": [{**label(1), "url": "tel:0900000001"}]},
    ],
)
def test_a_wrong_recipe_is_refused(recipe: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no picture can be made"):
        draw(recipe)


def test_the_typesetter_is_loaded_with_the_first_paper_only() -> None:
    told = "import sys, bot.reports.picture; print('typst' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
