"""The thesaurus that ships, its licence, and how it is made from WordNet."""

from importlib import resources
from pathlib import Path

import pytest

from chalicelib.planning.composer import thesaurus
from chalicelib.planning.composer.words import stem
from infra.thesaurus.__main__ import main

SHIPPED = resources.files("chalicelib.planning.composer")
LICENCE_LINE = "  1 This software and database is being provided to you, the LICENSEE, by  \n"
WORDNET = {
    "data.noun": """\
00000001 04 n 03 collection 0 collecting 0 solicitation 0 001 + 00000011 v 0101 | calling for and getting
00000002 06 n 01 zebra 0 000 | a striped animal
00000003 09 n 02 decision 0 settlement 0 001 + 00000016 v 0101 | what was chosen
""",
    "index.noun": """\
collecting n 1 1 + 1 1 00000001
collection n 1 1 + 1 1 00000001
decision n 1 1 + 1 1 00000003
settlement n 1 1 + 1 1 00000003
solicitation n 1 1 + 1 1 00000001
zebra n 1 0 1 0 00000002
""",
    "data.verb": """\
00000010 35 v 01 move 0 000 | go from one place to another
00000011 35 v 03 collect 0 Gather 0 zap 0 002 @ 00000010 v 0000 + 00000001 n 0101 01 + 08 00 | bring together
00000012 35 v 01 scatter 0 001 ! 00000013 v 0102 | bring apart
00000013 35 v 02 meet 0 gather 1 001 ! 00000012 v 0201 | of people: come together
00000014 35 v 03 get_rid_of 0 remove 0 take_3 0 000 | do away with
00000015 35 v 02 kick_the_bucket 0 remove 1 000 | die
00000016 31 v 01 decide 0 000 02 + 02 00 + 08 00 | choose
""",
    "index.verb": """\
collect v 1 2 @ + 1 1 00000011
decide v 1 0 1 1 00000016
gather v 2 2 @ ! 2 1 00000011 00000013
get_rid_of v 1 0 1 0 00000014
kick_the_bucket v 1 0 1 0 00000015
meet v 1 1 ! 1 1 00000013
move v 1 0 1 1 00000010
remove v 2 0 2 1 00000014 00000015
scatter v 1 1 ! 1 1 00000012
zap v 1 1 @ 1 0 00000011
""",
    "data.adj": """\
00000020 00 a 01 quick 0 001 & 00000021 a 0000 | fast
00000021 00 s 02 ready(p) 0 prompt 0 001 & 00000020 a 0000 | at once
""",
    "index.adj": """\
prompt a 1 1 & 1 1 00000021
quick a 1 1 & 1 1 00000020
ready a 1 1 & 1 1 00000021
""",
    "cntlist.rev": """\
collect%2:35:00:: 1 3
collecting%1:04:00:: 1 2
collection%1:04:00:: 1 2
decide%2:31:00:: 1 2
decision%1:09:00:: 1 2
gather%2:35:00:: 1 2
meet%2:35:00:: 1 2
move%2:35:00:: 1 9
prompt%5:00:00:quick:00 1 2
quick%3:00:00:: 1 2
ready%5:00:00:quick:00 1 2
remove%2:35:00:: 1 4
scatter%2:35:00:: 1 2
solicitation%1:04:00:: 1 1
""",
}
"""WordNet in little, one case of each kind; numbers of words are hexadecimal, a satellite adjective is marked (p)."""
MADE = [
    "collect\tgather:9 move:4",  # both synonyms say 1; a broader word is worth half, and three quarters as it is mute
    "decis\tdecid:7",  # derived: 0.9, and three quarters of it; `settlement` stands in no text
    "gather\tcollect:9 meet:8 move:4",  # 0.6 in its second, untagged sense; `meet` knows only this one: 1
    "get rid of\tremov:9",  # no `kick the bucket`: that has no particles
    "meet\tgather:8",
    "prompt\treadi:9 quick:5",
    "quick\tprompt:5 readi:5",
    "readi\tprompt:9 quick:5",
    "!gather\tscatter",
    "!scatter\tgather",
]
"""`zap` and `zebra` are missing since no text has them, `collection` and `collecting` since they are `collect`."""


def rows() -> dict[str, list[str]]:
    lines = SHIPPED.joinpath("thesaurus.txt").read_text(encoding="utf-8").splitlines()
    return {key: rest.split() for key, _, rest in (line.partition("\t") for line in lines if line[0] != "#")}


@pytest.fixture
def wordnet(tmp_path: Path) -> Path:
    for name, text in WORDNET.items():
        (tmp_path / name).write_text(text if name == "cntlist.rev" else LICENCE_LINE + text)
    return tmp_path


def test_every_row_that_ships_has_weights_from_one_to_nine_and_names_nothing_twice():
    for key, row in rows().items():
        others = [entry.rpartition(":")[0] if key[0] != "!" else entry for entry in row]

        assert others and all(others), key
        assert len(set(others)) == len(others), key
        assert key[0] == "!" or {entry.rpartition(":")[2] for entry in row} <= set("123456789"), key


def test_no_word_that_ships_is_related_or_opposed_to_itself():
    assert [key for key, row in rows().items() if key.lstrip("!") in {entry.split(":")[0] for entry in row}] == []


def test_the_composer_reads_what_ships():
    assert ("remov", 0.9) in thesaurus.related("get rid of")
    assert "close" in {word for word in thesaurus.opposites(stem("open"))}
    assert all(thesaurus.known(key) for key in rows())


def test_the_licence_ships_beside_the_table_and_the_notice_names_it():
    licence = SHIPPED.joinpath("thesaurus.LICENSE.txt").read_text(encoding="utf-8")
    notice = (Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")

    assert licence.startswith("This software and database is being provided to you, the LICENSEE, by\nPrinceton")
    assert "WordNet 3.0 Copyright 2006 by Princeton University.  All rights reserved." in licence
    assert licence.endswith("Princeton University and LICENSEE agrees to preserve same.\n")
    assert "chalicelib/planning/composer/thesaurus.LICENSE.txt" in notice


def test_a_tiny_wordnet_gives_these_lines(wordnet, capsys):
    assert main([str(wordnet)]) == 0

    heading, made = capsys.readouterr().out.splitlines()[:2], (wordnet / "made.txt")
    assert all(line.startswith("# ") for line in heading)
    assert main([str(wordnet), "--out", str(made)]) == 0
    assert made.read_text().splitlines() == heading + MADE


def test_a_folder_that_is_not_wordnet_is_refused_by_what_it_lacks(wordnet, capsys):
    (wordnet / "cntlist.rev").unlink()

    with pytest.raises(SystemExit):
        main([str(wordnet)])

    assert "lacks cntlist.rev" in capsys.readouterr().err
