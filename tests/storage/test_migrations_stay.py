"""A migration that is committed is never edited: databases have gone through it as it was."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from bot.storage.upgrade import FOLDER

DIGESTS: Final = {
    "0001_the_first_tables.py": "3855488ad1a78a079270bab8d377dcfe0949ae26fcda9eca4902cf41abe64793",
    "0002_receipts_and_the_ledger.py": "7e5f7057ef4b36c3ccf7e497639929dc0e78e1d2d95dfcdfed8ae49636d934d7",
    "0003_goods_cash_and_thanks.py": "bdce9b37ddfcdff2f1fd1788c2ec6ca3661ccf68bb2909f37d67f4648144df0a",
    "0004_tellings_and_anchors.py": "57d0fc05e1472d1e374cb52d8992cfe4a1214314693d2590a5236e7867b1d9e9",
    "0005_what_came_in.py": "e12df9437635304e1e6a0fbfde2810325263e2efe73384f4c4a9b8e9ebd78a96",
    "0006_where_wrong_codes_come_from.py": "2781d2597f6d33fcf2950617008bd4a7d2588d74b8e06837f77880dfae33ca4c",
    "0007_places_in_chats.py": "c33e9360ea11d8e98a3833a1cd248e1cd10afe73b88f09c8599ba0993997a052",
    "0008_names_and_words_sealed.py": "9b83b98a8ef377d20444efe0c6b70879ffba1c08a65d428ce26f02f4dbd7bf65",
    "0009_roles_that_end.py": "a3fcb874ae536318c205eab6bba446abe32c1d2c0fb533c4d724532937335262",
    "0010_codes_to_the_desk.py": "5bcdc906b147f859c0119d93fde4e70c19950aafeb51b364eac09b6022133da6",
    "0011_the_way_of_a_list.py": "e4da295074c7c85f6a2f27e4cb820801bff3d65f8a3d0b9538369976d00e44fb",
    "0012_through_whom_and_where_from.py": "438ba395baaf960a7806bb1c18e03e0234cb7cb2038841ea65bc7f06cc1e061f",
    "0013_brought_by_hand_with_a_name.py": "c8653dc8e4e2e31fd76cd8257caa4985c9318176678407bfc624cc524a6dfc87",
    "0014_repairs_and_purchases.py": "5c5e45ffdb629dc570efd4d6476fde5ba8616d1f23cd00da31f89b43727fbf96",
    "0015_lists_of_schools.py": "3226acbded78ba42d31457d272890f9928706a252c75120d7a7d39f00a0b1d07",
    "0016_rounds_and_allocations.py": "1a24093ef9a62f05aafe2e0138b4882ebc97b73c820433482afe9b6be8da0f7d",
    "0017_deadlines_and_closed_lists.py": "6224d8a2ee4a230089a15223b525cd9846577bcef14176d9f48ee56eabb7eeab",
    "0018_batches_and_follow_ups.py": "1b5fe30eb2bd806f1dddfd2463b520f2e2573b54c78b9a38dc035be245364f9c",
    "0019_what_reviewers_settle.py": "7cf58ff5b726a7d78b3113b3198faf9f49495e5cdba35dced6427f8d9eb3247c",
    "0020_where_a_student_lives_and_moves.py": "34485564b6f72522b91a0c994dd8da8cf685791cb3cba03818c9754c10622c94",
}
"""By file; a new migration adds its line, and no line ever changes."""


def test_no_migration_was_edited_and_each_new_one_is_noted() -> None:
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in (FOLDER / "versions").glob("[0-9]*.py")}
    edited = sorted(name for name, digest in DIGESTS.items() if found.get(name) != digest)
    assert not edited, "edited after others may have gone through it; undo that, and write a new one"
    new = [f'"{name}": "{digest}",' for name, digest in sorted(found.items()) if name not in DIGESTS]
    assert not new, "once it is as it shall stay, note it in DIGESTS:\n" + "\n".join(new)
