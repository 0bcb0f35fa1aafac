"""What a noun phrase can be searched by, and the records that this finds.  `value` are words of a new value."""

from collections.abc import Sequence

from chalicelib.planning.composer.words import Token, stem
from chalicelib.planning.records import order, population, predicates, select, series, times
from chalicelib.planning.records import view as words_of
from chalicelib.planning.records.nouns import Meant
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.view import View
from chalicelib.planning.records.wanted import Wanted, wanted


def records(
    scene: Scene, kind: Meant, words: Sequence[Token], value: Sequence[Token]
) -> population.Population | None:
    """None while some are still to be read.  A guessed noun is searched for only where nothing else limits."""
    words, left_out = select.without_exception(words)
    value = (*value, *left_out)
    view = View(kind.resource, (), scene.marks, scene.now, kind.nouns)
    skip = (
        view.nouns
        | view.field_words
        | words_of.BEGINS
        | words_of.FINISHES
        | frozenset(map(stem, order.ORDINALS))
        | frozenset(map(stem, series.TOTAL | series.MEAN))
        | frozenset(map(stem, words_of.FILL | words_of.EVERY | words_of.AHEAD | words_of.NEWEST | words_of.OLDEST))
        | frozenset(map(stem, words_of.JOINING))
    )

    learned = f"means|{kind.resource.noun}|"
    known = frozenset(key.removeprefix(learned) for key in scene.choices.meanings if key.startswith(learned))
    known |= {token.stem for at, token in enumerate(words) if predicates.no_show(words[:at], token)}
    skip |= known  # such a word says something of a record, but stands in none
    people = scene.addresses if population.by_address(kind.resource) else {}

    def asked(skipped: frozenset[str]) -> Wanted:
        return wanted(
            words, scene.marks, people, skipped, scene.now, words_of.AHEAD, words_of.GONE
        )

    probe = asked(skip | {kind.guess} if kind.guess else skip)
    guessed = False
    limited = probe.words or probe.people or probe.span != times.Span(None, None)
    if kind.guess and kind.guess not in known and not limited:
        probe, guessed = asked(skip), True
    new = wanted(value, scene.marks, people, skip, scene.now, frozenset(), frozenset())
    found = population.population(scene.reach, kind.resource, probe, new.words, scene.now)
    if guessed and found is not None and not found.rows:
        raise Unsure(f"it is not clear what {kind.said!r} is: no records here are known by that word")
    return found
