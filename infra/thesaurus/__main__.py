"""`python -m infra.thesaurus WORDNET_DIR [--out FILE]`: makes `chalicelib/planning/composer/thesaurus.txt` again.

WORDNET_DIR holds the database files of WordNet 3.0.  Debian and Ubuntu carry them in the package `wordnet-base`;
they need not be installed:

    apt-get download wordnet-base && dpkg -x wordnet-base_*.deb wordnet
    python -m infra.thesaurus wordnet/usr/share/wordnet | diff - chalicelib/planning/composer/thesaurus.txt

The same WordNet gives the same bytes, as long as `stem` and `STOP` of the composer's `words` stay as they are; after
a change there, make the table anew.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.thesaurus.table import lines
from infra.thesaurus.wordnet import FILES, read


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m infra.thesaurus", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wordnet", type=Path, metavar="WORDNET_DIR")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there instead of to standard output")
    asked = parser.parse_args(arguments)
    missing = [name for name in FILES if not (asked.wordnet / name).is_file()]
    if missing:
        parser.error(f"{asked.wordnet} lacks {', '.join(missing)}")
    text = "".join(f"{line}\n" for line in lines(read(asked.wordnet)))
    if asked.out:
        asked.out.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
