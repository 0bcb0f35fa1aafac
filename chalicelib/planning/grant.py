"""Which tools a sub-agent's prompt grants: those whose own words it uses.

Each word of the prompt counts once for a tool, where it stands best: in the tool's name, as the object of an
action's name, in the tool's description, in the actions' texts.  Words that every registered tool uses
tell nothing, and words that may be verbs ("post", "report") tell half.  No tool is matched by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.tool import Action, Tool
from chalicelib.planning.composer.words import name_stems, senses, text_stems

NAME, OBJECT, DESCRIPTION, TEXT = 1.5, 1.0, 0.7, 0.3
ENOUGH = 1.0
"""One word for an action's object, or the tool's name; or several that its texts share."""
COMMON = 0.6
BROAD = 6
FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Grant:
    """`actions`: everything that the matched tools can do."""

    actions: tuple[Action, ...]
    tools: tuple[str, ...]
    warnings: tuple[str, ...]


def grant(purpose: str, tools: Sequence[Tool]) -> Grant:
    words = frozenset(text_stems(purpose))
    vocabularies = {tool.name: vocabulary(tool) for tool in tools}
    telling = {word for word in words if _tells(word, list(vocabularies.values()))}
    matched = tuple(tool for tool in tools if _score(telling, vocabularies[tool.name]) >= ENOUGH)
    return Grant(
        tuple(action for tool in matched for action in tool.actions),
        tuple(tool.name for tool in matched), tuple(_warnings(words, matched, tools)),
    )


def vocabulary(tool: Tool) -> Mapping[str, float]:
    """The weight of each word of the tool."""
    weights: dict[str, float] = {}
    _weigh(weights, TEXT, (word for action in tool.actions for word in text_stems(action.description)))
    _weigh(weights, DESCRIPTION, text_stems(tool.description))
    _weigh(weights, OBJECT, (
        word for action in tool.actions if action.via != "auth"
        for word in (*name_stems(action.words)[1:], *name_stems(action.group))
    ))
    _weigh(weights, NAME, name_stems(tool.name))
    return weights


def _weigh(weights: dict[str, float], weight: float, words: Iterable[str]) -> None:
    for word in words:
        weights[word] = max(weight, weights.get(word, 0.0))


def _tells(word: str, vocabularies: Sequence[Mapping[str, float]]) -> bool:
    """A word that most of several tools hold in their names or objects does not tell them apart."""
    holders = sum(vocabulary.get(word, 0.0) >= DESCRIPTION for vocabulary in vocabularies)
    return len(vocabularies) < 4 or holders <= COMMON * len(vocabularies)


def _score(words: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, 0.0) * (0.5 if senses(word) and weights.get(word) != NAME else 1.0) for word in words)


def _warnings(words: frozenset[str], matched: Sequence[Tool], tools: Sequence[Tool]) -> Iterable[str]:
    if not tools:
        yield "no tool is registered yet: register one with POST /v1/tools, then PATCH this sub-agent's prompt"
    elif not matched:
        known = ", ".join(tool.name for tool in tools[:8])
        yield f"the prompt matches none of the registered tools ({known}): say what it should work with, or pin `tools`"
    if len(words) < FEW_WORDS:
        yield "the prompt is vague: say in a sentence what the sub-agent does, with what, for whom"
    if len(matched) >= BROAD and len(matched) * 2 > len(tools):
        yield (
            f"the prompt is broad: it grants {len(matched)} of {len(tools)} tools; narrow it, or pin `tools`, "
            "so that a mistake can do less"
        )
