"""What tests share: readable failures of the helpers."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.chat.paper", "tests.rig", "tests.transcript")
