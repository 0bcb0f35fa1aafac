"""Under which key a failure is remembered: tool, action, reason, and the service's own word for it.

A key never holds a user's value, and no sentence of a tool: where a service gives no code, the plain lower-case words
of its text remain, in the order of the alphabet, and of a word that no dictionary has only a hash.  Quoted text,
names, numbers, addresses and whatever stood in the step's own inputs are left out.
"""

import re
from hashlib import sha256

from chalicelib.domain.binding import Literal, Mention
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import STOP, bag, stem

ANY_ACTION = "*"
_CODE = re.compile(r"[a-z0-9][a-z0-9_.:/-]{0,59}")
_WORDS = 8
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|“[^”]*”")
_EMPTY = bag("a an the is are was were be to of for and or in on it this that with by has have had")


def signature(step: Step, failure: Failed) -> str:
    """The key of lessons about this failure of this action."""
    return _key(step.ref, step, failure)


def tool_signature(step: Step, failure: Failed) -> str:
    """The key of lessons that hold for every action of the tool, because they mend its credential."""
    return _key(f"{step.tool}.{ANY_ACTION}", step, failure)


def same_failure(step: Step, one: Failed, other: Failed) -> bool:
    return signature(step, one) == signature(step, other)


def _key(ref: str, step: Step, failure: Failed) -> str:
    code = failure.signal.strip().lower()
    said = code if _CODE.fullmatch(code) else normalised(failure.signal or failure.detail, step)
    return f"{ref}|{failure.reason}|{said}"


def normalised(detail: str, step: Step) -> str:
    """The plain words of a text, values left out."""
    own = _own_words(step)
    words: list[str] = []
    begins = True
    for word in _QUOTED.sub(" ", detail).split():
        bare = word.strip(".,:;!?()[]{}<>")
        name = bare[:1].isupper() and not begins
        begins = word.endswith((".", "!", "?"))
        if bare.isalpha() and not name and bare.lower() not in _EMPTY and bare.lower() not in own:
            words.append(bare.lower())
    return "_".join(sorted({_hashed(word) for word in words[:_WORDS]}))


def _hashed(word: str) -> str:
    """The word, if a dictionary has it and so nobody can have put a message into it; else four letters for it."""
    return word if word in STOP or known(stem(word)) else "~" + sha256(word.encode()).hexdigest()[:4]


def _own_words(step: Step) -> frozenset[str]:
    values = [
        binding.value for binding in step.inputs.values() if isinstance(binding, (Literal, Mention))
    ]
    return frozenset(word.lower() for value in values for word in re.findall(r"\w+", str(value)))
