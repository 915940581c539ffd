"""Derives bot_api.json from aiogram's source distribution: facts about methods and types, no descriptions.

pip download --no-binary :all: --no-deps aiogram==3.31.0
python tests/telegram_api/derive.py aiogram-3.31.0.tar.gz
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
from pathlib import Path
from typing import Any

SCHEMA = ".butcher/schema/schema.json"
NAME = re.compile(r"[A-Z]\w+")
LENGTH = re.compile(r"\b(\d+)-(\d+) (characters|bytes)\b")


def derive(sdist: Path) -> dict[str, Any]:
    """The methods of the Bot API with their parameters, and all types that parameters are made of."""
    with tarfile.open(sdist) as archive:
        root = archive.getnames()[0].split("/")[0]
        member = archive.extractfile(f"{root}/{SCHEMA}")
        assert member is not None
        schema = json.load(member)
    entities = {entity["name"]: entity for group in schema["items"] for entity in group["children"]}
    methods = {name: _fields(entity) for name, entity in entities.items() if name[0].islower()}
    types: dict[str, Any] = {}
    wanted = [fields for _, fields in sorted(methods.items())]
    while wanted:
        for field in wanted.pop().values():
            for name in NAME.findall(field["type"]):
                if name in entities and name not in types:
                    types[name] = _fields(entities[name])
                    wanted.append(types[name])
    return {
        "source": f"{SCHEMA} in the source distribution of {root}, MIT licence; derived by derive.py",
        "version": schema["api"]["version"],
        "methods": dict(sorted(methods.items())),
        "types": dict(sorted(types.items())),
    }


def _fields(entity: dict[str, Any]) -> dict[str, Any]:
    fields = {}
    for annotation in entity["annotations"]:
        field: dict[str, Any] = {"type": annotation["type"]}
        if annotation["required"]:
            field["required"] = True
        if length := LENGTH.search(annotation["description"]):
            field["least"], field["most"], field["unit"] = int(length[1]), int(length[2]), length[3]
        fields[annotation["name"]] = field
    return fields


def text_of(facts: dict[str, Any]) -> str:
    """The file's text: one method or type a line, so that a change is one line in a comparison."""
    lines = [f'"source": {json.dumps(facts["source"])}', f'"version": {json.dumps(facts["version"])}']
    for part in ("methods", "types"):
        rows = (f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in facts[part].items())
        lines.append(f'"{part}": {{\n' + ",\n".join(rows) + "\n}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    Path(__file__).with_name("bot_api.json").write_text(text_of(derive(Path(sys.argv[1]))), encoding="utf-8")
