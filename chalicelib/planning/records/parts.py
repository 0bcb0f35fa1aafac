"""Parts of a record that are spoken of by the name of a field: what is done to those is not done to the record.

Who allows "cash withdrawals" for a card does not unfreeze the card.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile

from chalicelib.planning.composer.words import POSSESSIVES, PREPOSITIONS, RELATIVE, Token, name_stems
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.reach import Row
from chalicelib.planning.records.resources import is_key

_ENDS = PREPOSITIONS | RELATIVE


def other_part(names: Iterable[str], behind: Sequence[Token], spoken: Collection[str], nouns: Collection[str]) -> bool:
    """Whether what stands right behind the verb is what a field of two words is called.

    `spoken`: what the action speaks of itself; `nouns`: what the records are called.
    """
    plain = takewhile(lambda one: one.low not in _ENDS and one.text not in ",:", behind)
    said = {one.stem for one in plain if one.content and one.text[0].islower()} - {*nouns}
    leaves = [one for name in names for one in name.split(".")]
    fields = [stems for name in leaves if not is_key(name) and len(stems := {*name_stems(name)}) > 1]
    return any(stems <= said and not stems <= {*spoken} for stems in fields)


def held_by_another(
    behind: Sequence[Token], rows: Sequence[Row], nouns: Collection[str], spoken: Collection[str]
) -> bool:
    """Whether something is only taken from a record: "the tag vip from X", "off the speakers of X" ends neither.

    `nouns`: what the records are called.  Or the list is one that they hold.  `spoken`: what the action is called by.
    """
    lists = {word for name in shapes.names(rows) if shapes.listed(rows, name) for word in name_stems(name)}
    for at, token in enumerate(behind[:-2] if len(behind) > 2 else ()):
        whose, noun = behind[at + 1 : at + 3]
        owned = whose.low in POSSESSIVES or whose.low.endswith("'s")
        of = [one.low for one in behind[at + 3 : at + 4]] == ["of"]
        if token.low in ("from", "off") and noun.stem in lists.union(nouns) and (owned or of):
            return True
    return _field_taken(behind, rows, {*nouns, *spoken}, lists) or _one_of_many(behind, rows, {*nouns})


def _one_of_many(behind: Sequence[Token], rows: Sequence[Row], nouns: Collection[str]) -> bool:
    """Whether what stands in front of "from" is only found in lists that records hold: "Ann from the rehearsal"."""
    first = next((at for at, one in enumerate(behind) if one.low in ("from", "off")), 0)
    taken = [one for one in behind[:first] if one.content or one.named]
    if not taken or any(one.low in _ENDS or one.stem in nouns for one in behind[:first]):
        return False
    said = [phrase.words_of([one]) for one in taken]
    held = [value for row in rows for value in row.values.values()]
    inside = [one for value in held if isinstance(value, list) for one in value if isinstance(one, str)]
    plain = (value for value in held if isinstance(value, str) and any(phrase.part(word, value) for word in said))
    return any(all(phrase.part(word, one) for word in said) for one in inside) and not any(plain)


def _field_taken(behind: Sequence[Token], rows: Sequence[Row], nouns: Collection[str], lists: Collection[str]) -> bool:
    """Whether a field is called in front of "from" or "of", and no record: the tag, the note, the due date."""
    first = next((at for at, one in enumerate(behind) if one.low in _ENDS or one.text in ",:"), len(behind))
    said = {one.stem for one in behind[:first] if one.content and one.text[0].islower()}
    leads = first < len(behind) and behind[first].low in ("from", "off", "of")
    plain = {stems[0] for name in shapes.names(rows) if not is_key(name) and len(stems := name_stems(name)) == 1}
    return leads and not said & {*nouns} and bool(said & (plain | {*lists}))
