"""A guardian's number, sent as a contact, was said not to be needed, where the open question asked for it."""

from __future__ import annotations

from tests.support.entries import entry
from tests.support.rig import Rig


async def test_whoever_is_asked_for_a_number_is_told_how_to_write_it(rig: Rig) -> None:
    for words in entry("Nguyễn Văn An", "5/9/2010", guardian="Nguyễn Thị Bình")[:7]:
        await rig.says("teacher", words)
    [again] = await rig.says("teacher", None, other="contact")
    assert again.text.startswith("Mình chưa đọc được số điện thoại. Bạn viết lại")


async def test_elsewhere_it_is_not_needed(rig: Rig) -> None:
    await rig.says("teacher", "/dangkyhocsinh")
    [again] = await rig.says("teacher", None, other="contact")
    assert again.text.startswith("Câu này không cần số điện thoại ấy.")
