"""LOG_LEVEL=info and LOG_LEVEL=loud ended in a traceback of the logging library instead of a word on the setting."""

from __future__ import annotations

import pytest

from bot.settings import SettingsFault, read


@pytest.mark.parametrize("text", ["loud", "10", "NOTSET "])
def test_a_level_that_is_none_is_a_fault_of_the_setting(text: str) -> None:
    with pytest.raises(SettingsFault, match="LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR"):
        read({"LOG_LEVEL": text})


@pytest.mark.parametrize("text", ["debug", "Info", "WARNING"])
def test_a_level_may_be_written_in_small_letters(text: str) -> None:
    assert read({"LOG_LEVEL": text}).log_level == text.upper()
