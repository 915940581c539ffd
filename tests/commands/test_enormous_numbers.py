"""A number longer than any row's, typed behind a command, was answered with a traceback."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Operator

LONG = "9" * 24


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (f"roles end {LONG}", "Nobody holds this role any more."),
        (f"roles end -- -{LONG}", "Nobody holds this role any more."),
        (f"roles end 1 --successor {LONG}", "Nobody holds this role any more."),
        (f"invites revoke {LONG}", "taken back already"),
        (f"inbox replay {LONG}", "nothing of the name"),
        (f"inbox clear {LONG}", "nothing of the name"),
        (f"inbox replay web:{LONG}", "nothing of the name"),
        (f"pledge cancel {LONG} twice", "code"),
        (f"forget {LONG}", ""),
    ],
)
def test_a_number_no_row_has_is_answered(operator: Operator, command: str, answer: str) -> None:
    ended = operator.types(command)
    assert ended.code == 1
    assert answer in ended.err


@pytest.mark.parametrize("command", [f"invite volunteer --days {LONG}", "invite volunteer --days 0",
                                     f"rehearse --people {LONG}", "rehearse --people nan",
                                     "roles end " + "9" * 5_000])  # fmt: skip
def test_a_number_out_of_any_measure_is_refused(operator: Operator, command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        operator.types(command)
    assert ended.value.code == 2
