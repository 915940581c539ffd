#!/usr/bin/env bash
# aiogram 3.31.0 (PyPI, MIT) checks every field of an update. An administrator's rights without the newest of them, as a
# Bot API server tells them that is some versions behind (self-hosted ones often are), are a ValidationError, and the
# whole update with them, although nobody reads that right. One would have sworn that a right that was added later has a
# default.
# For us: a bot that is made administrator of an office's group must greet it; only the fields that are used are read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiogram==3.31.0
"$folder/venv/bin/pip" --disable-pip-version-check freeze | grep -iE "^(aiogram|aiosqlite|num2words|python-telegram-bot|sqlalchemy|vietnam|zxing)"
"$folder/venv/bin/python" - <<'PY'
from aiogram.types import ChatMemberAdministrator
from pydantic import ValidationError

NEWEST = "can_send_welcome_messages"
needed = [name for name, field in ChatMemberAdministrator.model_fields.items() if field.is_required()]
rights = {name: True for name in needed if name.startswith(("can_", "is_"))}
user = {"id": 1, "is_bot": True, "first_name": "song"}
told = {"status": "administrator", "user": user, **rights}
ChatMemberAdministrator.model_validate(told)
del told[NEWEST]
try:
    ChatMemberAdministrator.model_validate(told)
    seen = "taken"
except ValidationError as error:
    seen = [".".join(map(str, fault["loc"])) for fault in error.errors()]
print(seen)
assert seen == [NEWEST], "it takes them now"
PY
