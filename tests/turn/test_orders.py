"""The words that steer a talk: with or without slash and tone marks, and not where any words may be the answer."""

from __future__ import annotations

import unicodedata

import pytest

from bot import texts
from bot.chat.kind import folded
from bot.flows.registry import COMMANDS, FLOWS, on_menu
from bot.turn.orders import STEERING, command, nearest, written


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/huy", "cancel"), ("huy", "cancel"), ("Hủy", "cancel"), ("huỷ", "cancel"), ("HỦY", "cancel"),
        ("/hủy", "cancel"), ("cancel", "cancel"), ("/cancel", "cancel"), ("thoát", "cancel"), (" /huy ", "cancel"),
        ("/lui", "back"), ("lùi", "back"), ("back", "back"), ("quay lại", "back"), ("Quay  lai", "back"),
        ("/sua", "edit"), ("sửa", "edit"), ("Edit", "edit"),
        ("/tieptuc", "continue"), ("tiếp tục", "continue"), ("continue", "continue"), ("/resume", "continue"),
        ("/goon", "goon"), ("/menu", "menu"), ("menu", "menu"), ("/trogiup", "help"), ("trợ giúp", "help"),
        ("help", "help"), ("/ngonngu", "language"), ("ngôn ngữ", "language"), ("tiến độ", "progress"),
        ("/tiendo", "progress"), ("/tiến độ", "progress"), ("/góp tiền", "give_cash"), ("/tiếp tục", "continue"),
        ("/quay lại", "back"), ("/trợ giúp", "help"), ("/góp máy", "give_devices"),
        ("/goptien", "give_cash"), ("/give_cash", "give_cash"),
        ("/GOPTIEN", "give_cash"), ("/start", "start"),
    ],
)  # fmt: skip
def test_an_order_is_understood_as_people_write_it(text: str, name: str) -> None:
    for form in ("NFC", "NFD"):
        found = command(unicodedata.normalize(form, text), free=False)
        assert found is not None
        assert found[0] == name


def test_what_stands_behind_a_command_is_its_argument() -> None:
    assert command("/qua TO-7K2P-QXR", free=False) == ("gift", "TO-7K2P-QXR")
    assert command("/start   K7PQ2 ", free=True) == ("start", "K7PQ2")
    assert command("/edit sum", free=False) == ("edit", "sum")


def test_a_line_break_ends_a_command_like_a_space() -> None:
    assert command("/qua\nTO-7K2P-QXR", free=False) == ("gift", "TO-7K2P-QXR")
    assert command("/huy\n", free=False) == ("cancel", "")
    assert command("/start\tK7PQ2", free=False) == ("start", "K7PQ2")


@pytest.mark.parametrize(
    "text", ["500k", "", " ", "/", "xin chào", "hủy giúp em với nhé, cảm ơn", "menu hôm nay", "//"]
)
def test_other_words_are_no_order(text: str) -> None:
    assert command(text, free=False) in (None, ("unknown", "//"))


def test_an_unknown_command_is_named_as_it_was_written() -> None:
    assert command("/tangqua abc", free=False) == ("unknown", "/tangqua")
    assert command("/tặng_quà", free=False) == ("unknown", "/tặng_quà")


def test_a_command_may_follow_the_label_of_its_button() -> None:
    for flow in FLOWS.values():
        for language in texts.LANGUAGES:
            label = texts.plain(flow.label, language)
            bare = "".join(c for c in label if c.isalnum() or c == " ").strip()
            for spelled in (bare.replace(" ", "_"), folded(bare).replace(" ", "")):
                found = command(f"/{spelled}", free=True)
                assert found is not None
                assert FLOWS[found[0]].label == flow.label, spelled


def test_what_is_on_the_menu_is_published_under_its_label() -> None:
    for flow in [*on_menu(), FLOWS["certificate"], FLOWS["gift_receipt"]]:
        label = "".join(c for c in folded(texts.plain(flow.label, "vi")) if c.isalnum())
        assert written(flow, "vi") == f"/{label}"


def test_the_nearest_command_is_one_that_the_person_may_use() -> None:
    assert nearest("/bantonghp", {"official"}) is FLOWS["digest"]
    assert nearest("/bantonghp") is not FLOWS["digest"]
    assert nearest("/goptein") is FLOWS["give_cash"]
    assert nearest("/xyzxyz") is None


def test_an_argument_is_not_taken_for_a_part_of_the_command() -> None:
    assert command("/qua t", free=False) == ("gift", "t")
    assert command("/menu huy", free=False) == ("menu", "huy")


@pytest.mark.parametrize("text", ["/skip", "/boqua", "/Skip", "/bỏqua", "/bỏ qua", "/Bo Qua "])
def test_some_answers_are_written_like_commands(text: str) -> None:
    assert command(text, free=False) is None
    assert command(text, free=True) is None


def test_where_any_words_may_be_the_answer_a_bare_word_is_one() -> None:
    for word in ("huy", "Huy", "thoat", "back", "lui", "menu", "help", "tien do", "cancel"):
        assert command(word, free=True) is None
    for word in ("/huy", "hủy", "Huỷ", "lùi", "sửa", "tiếp tục", "/menu", "/cancel"):
        assert command(word, free=True) is not None


def test_hostile_words_harm_nothing() -> None:
    for text in ("/" + "a" * 100_000, "/\u202e", "\0", "/\ud800", "/ huy", "／huy", "/huy" * 1000):
        command(text, free=False)


def test_steering_words_and_commands_of_flows_do_not_cross() -> None:
    words = [word for group in STEERING.values() for word in group]
    assert len(words) == len(set(words))
    assert not set(words) & set(COMMANDS)


def test_every_command_of_a_flow_leads_to_it() -> None:
    for flow in (flow for flow in FLOWS.values() if not flow.ended):
        for name in (flow.name, *flow.commands):
            assert command(f"/{name}", free=True) == (flow.name, "")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("/start u-cao-vien", ("give_cash", "u-cao-vien")),
        ("/Start U-Cao-Vien", ("give_cash", "U-Cao-Vien")),
        ("/batdau u-x", ("give_cash", "u-x")),
        ("/start UK7P-XM4RT", ("start", "UK7P-XM4RT")),
        ("/start", ("start", "")),
        ("/menu u-cao-vien", ("menu", "u-cao-vien")),
    ],
)
def test_a_deep_link_to_a_unit_opens_giving_and_nothing_else_does(text: str, order: tuple[str, str]) -> None:
    assert command(text, free=False) == order
