"""What stands in a transfer's memo after a donor has typed it and a bank has mangled it."""

from __future__ import annotations

from random import Random

from bot.programme.codes import SYMBOLS
from bot.rehearsal.fakes.slips import without_marks


def _bank(text: str) -> str:
    return without_marks(text).upper()


def right(code: str, name: str, number: int, chance: Random) -> str:
    """The whole code is there, one way or another."""
    plain = _bank(name)
    return chance.choice(
        [
            code,
            f"MBVCB.{number:07}.UNG HO {code} {plain}",
            f"{code}{plain.replace(' ', '')}"[:50],
            f"UNGHOQUY{code}"[:25],
            f"{plain} chuyen tien {code[:2]}-{code[2:6]}-{code[6:]}",
            f"{code[:2].lower()} {code[2:6].lower()} {code[6:].lower()} ung ho",
            f"IBFT {number:06} {code}.CT tu 0900000{number % 1_000:03}"[:50],
        ]
    )


def slipped(code: str, name: str, number: int, chance: Random) -> str:
    """One symbol of the code is wrong, or the bank has cut the last one off."""
    if chance.random() < 0.3:
        return f"{number:06} UNG HO {code[:-1]}"
    place = 2 + chance.randrange(len(code) - 2)
    other = chance.choice([one for one in SYMBOLS if one != code[place]])
    return f"{number:06} UNG HO {code[:place]}{other}{code[place + 1 :]} {_bank(name)}"


def without(name: str, number: int, chance: Random) -> str:
    """No code; the name, where the donor has one."""
    return f"MBVCB.{number:07}.{_bank(name) or 'UNG HO'} {chance.choice(('UNG HO QUY', 'GOP MAY TINH CHO EM', 'CT'))}"
