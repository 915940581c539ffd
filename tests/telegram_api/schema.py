"""Checks a call against the machine-readable Bot API: method, parameters, types, lengths, markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.telegram_api import markup

MOST_BUTTONS = 100
LARGEST_KEYBOARD = 10_000
PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "String": str,
    "Boolean": bool,
    "True": bool,
    "Float": (int, float),
}


@cache
def facts() -> dict[str, Any]:
    """The content of bot_api.json."""
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("bot_api.json").read_text(encoding="utf-8"))
    return loaded


def from_form(method: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of a form body, where everything but strings is JSON."""
    params: dict[str, Any] = {}
    fields = facts()["methods"].get(method, {})
    for name, value in form.items():
        kind = fields.get(name, {}).get("type", "String")
        params[name] = value if kind in ("String", "InputFile or String", "InputFile") else json.loads(value)
    return params


def faults(method: str, params: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> list[str]:
    """What is wrong with a call; `files` are the parts of a multipart body that hold bytes."""
    fields = facts()["methods"].get(method)
    if fields is None:
        return [f"unknown method {method}"]
    uploads = dict.fromkeys(files or {}, Upload)
    media = params.get("media")
    if isinstance(media, dict) and str(media.get("media", "")).startswith("attach://"):
        part = media["media"].removeprefix("attach://")
        if uploads.pop(part, None) is None:
            return [f"{method}.media: there is no upload {part!r}"]
    found = _of_object(method, {**params, **uploads}, fields)
    found += _of_keyboard(params.get("reply_markup"))
    if params.get("parse_mode") == "HTML":
        for name in ("text", "caption"):
            if isinstance(params.get(name), str):
                visible, wrong = markup.read(params[name])
                found += [f"{method}.{name}: {fault}" for fault in wrong]
                if name == "text" and not visible.strip():
                    found.append(f"{method}.{name}: nothing visible")
    return found


def _of_keyboard(given: Any) -> list[str]:
    """What the documentation does not say: a keyboard of more than 100 buttons or some 10 KB is refused whole."""
    rows = given.get("inline_keyboard", []) if isinstance(given, dict) else []
    found = [] if sum(map(len, rows)) <= MOST_BUTTONS else ["reply markup is too long: too many buttons"]
    return found if len(json.dumps(rows)) <= LARGEST_KEYBOARD else [*found, "reply markup is too long"]


class Upload:
    """Stands for the bytes of a file."""


def _of_object(where: str, value: Mapping[str, Any], fields: Mapping[str, Any]) -> list[str]:
    found = [
        f"{where}: {name} is missing" for name, field in fields.items() if field.get("required") and name not in value
    ]
    for name, given in value.items():
        field = fields.get(name)
        if field is None:
            found.append(f"{where}: unknown parameter {name}")
            continue
        found += _of_value(f"{where}.{name}", given, field["type"])
        if "most" in field and isinstance(given, str):
            if field["unit"] == "bytes":
                size = len(given.encode())
            else:
                size = markup.length(markup.read(given)[0] if value.get("parse_mode") == "HTML" else given)
            if not field["least"] <= size <= field["most"]:
                found.append(f"{where}.{name}: {size} {field['unit']}, allowed {field['least']}-{field['most']}")
    return found


def _of_value(where: str, value: Any, kind: str) -> list[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: not a list"]
        return [fault for i, one in enumerate(value) for fault in _of_value(f"{where}[{i}]", one, kind[9:])]
    if " or " in kind or " and " in kind:
        kinds = [one for part in kind.replace(" and ", " or ").split(" or ") for one in part.split(", ")]
        each = [_of_value(where, value, one) for one in kinds]
        return min(each, key=len)
    if kind == "InputFile":
        return [] if value is Upload else [f"{where}: not an upload"]
    if kind in PLAIN:
        right = isinstance(value, PLAIN[kind]) and (kind in ("Boolean", "True") or not isinstance(value, bool))
        return [] if right else [f"{where}: {value!r} is no {kind}"]
    if not isinstance(value, dict):
        return [f"{where}: not an object"]
    if kind == "InputMedia":
        kind = f"InputMedia{str(value.get('type', '')).capitalize()}"
        if kind not in facts()["types"]:
            return [f"{where}: no such kind of media"]
    fields = facts()["types"][kind]
    return _of_object(where, value, fields) if fields else []  # a type without fields stands for several
