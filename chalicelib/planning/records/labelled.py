"""Which of several values in a clause is for which input: the word in front tells, "body 'Hi', subject 'News'"."""

from collections.abc import Sequence

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records.resources import WORDING
from chalicelib.planning.records.scene import Scene


def meant_for(param: Param, needed: Sequence[Param], scene: Scene, own: Sequence[Token]) -> Found | None:
    """The first value of its kind that is told for it, or else for none of the others."""
    kinds = ("number", "money") if param.type in ("integer", "number") else ("quote",)
    found = [m for m in scene.marks if m.kind in kinds and any(token in m for token in own)]
    others = [one for one in needed if one is not param]
    named = [mark for mark in found if _labels(param, mark, own)]
    left = [mark for mark in found if not any(_labels(one, mark, own) for one in others)]
    return next(iter(named or left), None)


def _labels(param: Param, mark: Found, own: Sequence[Token]) -> bool:
    label = [token.stem for token in own if token.end <= mark.start and token.word][-1:]
    return bool({*label} & {*param.stems}) or ({*label, *param.stems} <= WORDING and bool(label))
