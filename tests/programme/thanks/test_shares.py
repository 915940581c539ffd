"""A unit's sum stands beside its name only where enough people gave; nothing is lost by that."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.programme.thanks import honours
from bot.programme.thanks.shares import FEWEST, Share, together
from tests.site.serving import gift, visitor
from tests.support.rig import Rig

SHARE = st.tuples(st.integers(0, 6), st.integers(0, 10**9), st.integers(0, 5))


@given(st.lists(SHARE, max_size=12))
def test_no_sum_stands_beside_the_name_of_a_unit_in_which_few_gave(made: list[tuple[int, int, int]]) -> None:
    shares = [(donors, Share(f"Đơn vị {n}", dong, pieces, 0, 0)) for n, (donors, dong, pieces) in enumerate(made)]
    donors = {share.name: count for count, share in shares}
    shown = together(shares)
    for one in shown:
        assert not one.name or donors[one.name] >= FEWEST or not (one.dong or one.pieces)
    assert sum(one.dong for one in shown) == sum(dong for _donors, dong, _pieces in made)
    assert sum(one.pieces for one in shown) == sum(pieces for _donors, _dong, pieces in made)
    others = [one for one in shown if not one.name]
    if others:
        assert others == shown[-1:]
        hidden = [count for name, count in donors.items() if name not in {one.name for one in shown}]
        with_sums = [one for one in shown if one.name and (one.dong or one.pieces)]
        assert sum(hidden) >= FEWEST or not with_sums, "what is left of the total would say the rest"


async def test_the_household_business_of_three_is_not_given_away(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        async with rig.work() as work:
            small, larger = await rig.unit(work, "cao-vien"), await rig.unit(work, "binh-minh")
            gift(work, rig, visitor(work, "lone"), "", donor="anonymous", unit_id=small, paid=7_654_321)
            for name in "abcd":
                gift(work, rig, visitor(work, name), name, shown="nothing", unit_id=larger, paid=100_000)
        roll = await rig.app.ask(honours.roll)
        assert [(one.name, one.dong) for one in roll.units] == [("", 8_054_321)]
