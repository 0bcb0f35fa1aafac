"""The clauses of a prompt: what is to be done, under which condition, and what is only told beforehand.

    "If A, do B, otherwise do C and D"   →   if A · do B (when A) · do C (unless A) · do D (unless A)
    "X is leaving. Cancel Y with them"   →   told X · do Y

A clause begins where a verb of doing stands first, fillers aside.  Nothing is split inside a quotation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.planning.bidding.piece import bids, reports
from chalicelib.planning.bidding.unmeant import leaves
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.goals import ELSE
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.sentences import begins, inflected, quoted, sentences
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import DETERMINERS, PREPOSITIONS, STOP, Token, bag, senses, stem
from chalicelib.planning.records.likewise import once_more, spelled_out, stands_in
from chalicelib.planning.records.unmarked import ended

Role = Literal["do", "if", "told"]
FILLERS = bag(
    "please can could would will should you i we need want have to like just also then kindly let me us now instead "
    "otherwise else go ahead help and but so i'd i'll we'd hey hi hello ok okay thanks therefore , :"
)
_SPLITS = bag("and then otherwise so but else ; , :")
_ONE = bag("its it he she this that")
_ASKING = bag("ask see know say wonder")
_WONDERING = bag("sure certain unsure clear know knows wonder wonders wondering ask asks asked asking")
"""Behind these "whether" tells what somebody would like to know, and decides nothing."""
_LOOKING = bag("check see find")
_VALUED = bag("as to by until till with for on at , : from")
_IFS = bag("if unless whether")
_NOT = bag("no not none never without nothing nobody unless zero")
_MORE_VERBS = bag("give push hand swap bring pass put")
_SPARING = bag("except excluding save")
_PARTICLES = bag("out off away down through up")
_BEHIND = bag("of from for to until with , : that about ' \"")
_APART = frozenset((("take", "off"), ("take", "out"), ("strike", "off"), ("cross", "off"), ("kick", "out")))
"""What stands between these stays: "take the sofa off the list"."""
_READING = frozenset(("read", "compute", "login"))
_TO_US = bag("me us 's go know")
_NOUNS_AHEAD = bag("is are was were has have of 's")


@dataclass(frozen=True, slots=True)
class Clause:
    """`verb`: its place in the tokens, -1 for none.  `guard`: the place of the clause that decides (as `holds`)."""

    tokens: tuple[Token, ...]
    role: Role
    verb: int = -1
    guard: int | None = None
    holds: bool = True
    negated: bool = False
    elliptic: bool = False
    """It goes on with the clause before: "and its price to 20"."""

    @property
    def said(self) -> Token | None:
        return self.tokens[self.verb] if self.verb >= 0 else None


def clauses(
    words: Sequence[Token], marks: Sequence[Found], doing: frozenset[str] = frozenset()
) -> tuple[Clause, ...]:
    """`doing`: stems of words that are verbs here, as past runs have shown."""
    return _Reader(tuple(marks), doing).read(words)


@dataclass(frozen=True, slots=True)
class _Reader:
    marks: tuple[Found, ...]
    doing: frozenset[str]

    def read(self, words: Sequence[Token]) -> tuple[Clause, ...]:
        found: list[Clause] = []
        pending: int | None = None
        for said in sentences(words, self.marks):
            sentence: Sequence[Token] = said
            before = len(found)
            guard, holds = (pending, True) if self._answers(sentence) else (None, True)
            first = next((token for token in sentence if token.word), None)
            if guard is not None and first is not None and first.low in ELSE:
                last = next((one for one in reversed(found) if one.guard == guard), None)
                holds = not last.holds if last else False
                sentence = sentence[sentence.index(first) + 1 :]
            elif guard is not None:
                holds = not _negative(sentence[: self._comma(sentence)])
                sentence = sentence[self._comma(sentence) + 1 :]
            if guard is None and self._answers(sentence) and found and found[-1].role == "told":
                found[-1] = replace(found[-1], role="if", negated=_negative(found[-1].tokens))
                guard, holds = len(found) - 1, not _negative(sentence[: self._comma(sentence)])
                sentence = sentence[self._comma(sentence) + 1 :]
            sentence = self._turned(sentence) if guard is None else sentence
            sentence, condition = self._condition(sentence) if guard is None else (sentence, None)
            if condition:
                start, end = condition
                lead = sentence[:start]
                told = Clause(tuple(sentence[start + 1 : end]), "if", negated=_negative(sentence[start:end]))
                if lead and any(one.content for one in lead) and self._place(lead, 0) < 0:
                    found.append(Clause(tuple(lead), "told"))
                found.append(told)
                guard, sentence = len(found) - 1, sentence[end + 1 :]
            for part in spelled_out(self._parts(sentence)):
                if part and part[0].low in ELSE and guard is not None:
                    holds = False
                done = next((one for one in reversed(found) if one.role == "do" and one.verb >= 0), None)
                one = self._clause(once_more(done.tokens[done.verb :], part) if done else part)
                beside = one.role == "told" and any(other.role == "do" for other in found) and reports(part, self.doing)
                found.append(replace(one, role="do" if beside else one.role, guard=guard, holds=holds))
            pending = guard if guard is not None and len(found) > before else None
        return tuple(one for one in found if any(token.text[0].isalnum() for token in one.tokens))

    def _clause(self, part: Sequence[Token]) -> Clause:
        verb = self._place(part, 0)
        if verb < 0 and any(one.low in ("its", "their") for one in part[:2]) and any(one.low == "to" for one in part):
            return Clause(tuple(part), "do", elliptic=True)
        if verb < 0 or leaves(part[verb:]):
            return Clause(tuple(part), "do" if verb < 0 and bids(part) else "told")
        if part[verb].low == "new":  # "New ticket: …" bids to create a new one
            bid = replace(part[verb], text="create", low="create", stem=stem("create"))
            return Clause((*part[:verb], bid, *part[verb:]), "do", verb)
        return Clause(*self._phrasal(part, verb))

    def _phrasal(self, part: Sequence[Token], at: int) -> tuple[tuple[Token, ...], Role, int]:
        """The clause with verb and particle as one word: "take X out of Y" removes, "let X know" tells."""
        if (know := self._informs(part, at)) is not None:
            told = replace(part[at], text="tell", low="tell", stem=stem("tell"))
            behind = part[know + 1 :]
            behind = behind[1:] if behind and behind[0].text == ":" else behind
            return (*part[:at], told, *part[at + 1 : know], *behind), "do", at
        verb, particle = part[at], self._particle(part, at)
        if particle is None:
            return tuple(part), "do", at
        phrase = f"{verb.stem} {particle.low}"
        plain = stem(verbs.PHRASAL.get(phrase, "")) or phrase
        whole = verb if verb.stem in self.doing and plain not in self.doing else replace(verb, stem=plain)
        behind = part[part.index(particle) + 1 :]
        from_ = [replace(particle, text="from", low="from", stem="from")]
        kept = from_ if behind and behind[0].low not in _BEHIND and part.index(particle) > at + 1 else []
        said = [one for token in part for one in (kept if token is particle else [token])]
        return tuple(whole if one is verb else one for one in said), "do", at

    def _particle(self, part: Sequence[Token], at: int) -> Token | None:
        """The particle that belongs to the verb: it makes another deed of it, or stands beside an unknown verb."""
        verb = part[at]
        for place, token in enumerate(part[at + 1 :], at + 1):
            if token.low == "off" and self._amount(part[place - 1]):
                continue  # "take 10 % off the price"
            if at + 7 <= place < len(part) - 1:
                continue
            if token.low in _SPLITS or quoted(token, self.marks):
                break
            after = part[place + 1].low if place + 1 < len(part) else ""
            ends = place == at + 1 or not after or after in _BEHIND or (verb.low, token.low) in _APART
            strange = place == at + 1 and token.low in _PARTICLES and not kind(verb.stem)
            phrase = f"{verb.stem} {token.low}"
            if ((phrase in verbs.PHRASAL or phrase in self.doing) and ends) or strange:
                return token
        return None

    def _amount(self, token: Token) -> bool:
        kinds = ("percent", "money")
        return any(one.kind in kinds and token in one for one in self.marks)

    def _place(self, part: Sequence[Token], at: int) -> int:
        """The place of the verb of doing that stands first; -1 where something else does."""
        while at < len(part) and (part[at].low in FILLERS or not part[at].text[0].isalnum()):
            if self._lets(part, at) or self._informs(part, at) is not None:
                return at
            at += 1
        if at >= len(part) or not part[at].word or part[at].low.endswith("'s") or part[at].gerund:
            return -1
        doer = f"{part[at].stem}er" == part[at].low or part[at].low in _SPARING  # the customer customises nothing
        bare = part[at].low == "take" and not self._particle(part, at)
        if doer or bare or part[at].participle or inflected(part[at]) or quoted(part[at], self.marks):
            return -1
        told = kind(part[at].stem)
        follows = part[at + 1].low if at + 1 < len(part) else ""
        bare = part[at].low not in STOP and follows in (DETERMINERS | {"all"}) - {"that"} and not told & {"read"}
        doing = bool(told - _READING) or part[at].low in _MORE_VERBS or bare or part[at].stem in self.doing
        particle = self._particle(part, at)
        if follows.isdigit() and not particle and not senses(part[at].stem) and part[at].stem not in self.doing:
            return -1  # "table 3", "berth 12": a noun with its number
        doing = doing or (particle is not None and f"{part[at].stem} {particle.low}" in verbs.PHRASAL)
        return at if doing and follows not in _NOUNS_AHEAD else -1

    def _lets(self, part: Sequence[Token], at: int) -> bool:
        """Whether "let" is the verb: an action is called by it, or it lets somebody else do something."""
        follows = part[at + 1] if at + 1 < len(part) else None
        end = next((place for place, token in enumerate(part) if place > at and token.text == ":"), at + 7)
        knows = any(token.low == "know" for token in part[at + 1 : end])
        return part[at].low == "let" and not knows and follows is not None and follows.low not in _TO_US

    def _informs(self, part: Sequence[Token], at: int) -> int | None:
        """The place of "know" in "let Ann know", unless it is the speaker who wants to know."""
        us = part[at + 1 : at + 2] and part[at + 1].low in _TO_US
        if part[at].low != "let" or us:
            return None
        plain = [place for place in range(at + 1, len(part)) if not quoted(part[place], self.marks)]
        return next((place for place in plain if part[place].low == "know"), None)

    def _parts(self, sentence: Sequence[Token]) -> list[list[Token]]:
        cuts = [0]
        for at, token in enumerate(sentence):
            splits = token.low in _SPLITS and not quoted(token, self.marks) and not self._labels(sentence, at)
            label = at > 1 and sentence[at - 2].text == ","  # ", note: frame cracked"
            splits = splits and (token.text != ":" or (self._place(sentence[:at], 0) < 0 and not label))
            if at and splits and (stands_in(sentence[at + 1 :]) or self._opens(sentence, at + 1)):
                cuts.append(at if token.low in ELSE else at + 1)
        return [list(sentence[first:last]) for first, last in zip(cuts, [*cuts[1:], len(sentence)], strict=True)]

    def _opens(self, sentence: Sequence[Token], at: int) -> bool:
        rest = sentence[at:]
        head = next((token for token in rest if token.low not in FILLERS), None)
        if head is not None and head.text[0].isupper() and not head.text.isupper():
            return False  # a name, inside a sentence: "Halcyon and Wanderer"
        if head is not None and rest.index(head) + 1 < len(rest) and rest[rest.index(head) + 1].text == ":":
            return False  # a label: ", note: burst pipe"
        owned = bool(rest) and rest[0].low in ("its", "their")
        first = self._place(rest, 0)
        if first >= 0 and not senses(rest[first].stem) and rest[first].stem not in self.doing:
            behind = rest[first + 1].low if first + 1 < len(rest) else ""
            coded = any(token.text in "-_" for token in rest[first + 2 : first + 3])  # ", key north-gate"
            valued = any(mark.kind in VALUES and mark.start == token.start for token in rest[first + 1 : first + 2]
                         for mark in self.marks)
            first = -1 if coded or valued or behind in PREPOSITIONS | {","} else first  # "due on Friday" bids nothing
        return first >= 0 or (owned and any(token.low == "to" for token in rest))

    def _labels(self, sentence: Sequence[Token], at: int) -> bool:
        """Whether the word behind the comma only names what is quoted next: "write to Ann, subject 'Keys'"."""
        behind = sentence[at + 1 : at + 3]
        if sentence[at].text != "," or len(behind) < 2 or not begins(behind[1], self.marks):
            return False
        first = self._place(sentence, 0)
        sending = first >= 0 and "send" in kind(sentence[first].stem)
        done = {behind[0].stem, *verbs.kin(behind[0].stem)} & self.doing  # an action is called so
        return sending or "send" not in kind(behind[0].stem) or not done

    def _condition(self, sentence: Sequence[Token]) -> tuple[Sequence[Token], tuple[int, int] | None]:
        """The sentence, and the places of the "if" and of what ends its clause."""
        start = next((at for at, token in enumerate(sentence) if token.low in _IFS), -1)
        ahead = [one.low for one in sentence[max(0, start - 2) : start] if one.content]
        if start < 0 or {*ahead} - _LOOKING or sentence[max(0, start - 1)].low in _WONDERING:
            return sentence, None
        end = start + self._comma(sentence[start:])
        told = ended(sentence, start, end, lambda at: self._place(sentence, at) == at)
        return told, (start, start + self._comma(told[start:]))

    def _turned(self, sentence: Sequence[Token]) -> Sequence[Token]:
        """The condition of one thing in front: "void the order unless it was paid" asks first of the order."""
        at = next((at for at, token in enumerate(sentence) if token.low in ("if", "unless")), -1)
        verb = self._place(sentence[:at], 0) if at > 0 else -1
        behind = [token for token in sentence[at + 1 :] if token.low not in ("not", "already", "still")]
        if verb < 0 or quoted(sentence[at], self.marks) or behind[:1] == [] or behind[0].low not in _ONE:
            return sentence
        plain = self._particle(sentence[:at], verb) is None and bool(kind(sentence[verb].stem) & {"read", "send"})
        if sentence[verb].low in _ASKING or plain or any(token.text == "," for token in sentence[at:]):
            return sentence  # what is asked is no condition: "check if it was paid"
        stop = next((place for place in range(verb + 1, at) if sentence[place].low in _VALUED), at)
        ends = replace(sentence[at], text="then", low="then", stem="then")  # a comma may be one of a number
        asked = [token for token in sentence[at + 1 :] if token is not behind[0]]
        return [sentence[at], *sentence[verb + 1 : stop], *asked, ends, *sentence[:at]]

    def _comma(self, sentence: Sequence[Token]) -> int:
        for at, token in enumerate(sentence):
            if (token.text == "," and not sentence[at - 1].text[0].isdigit()) or token.low == "then":
                return at
            if token.text == "," and self._opens(sentence, at + 1):
                return at
        return len(sentence)

    def _answers(self, sentence: Sequence[Token]) -> bool:
        """ "If not, …", "If so, …", "Otherwise …": it goes on from the condition before."""
        lows = [token.low for token in sentence if token.word]
        if not lows or lows[0] in ELSE:
            return bool(lows)
        return lows[0] == "if" and not [low for low in lows[1 : self._comma(sentence)] if low not in _TURNS]


VALUES = bag("date datetime period duration time number money percent")
_TURNS = bag("not so yes no haven't hasn't don't doesn't there is isn't are aren't none i they it we")


def _negative(sentence: Sequence[Token]) -> bool:
    return any(token.low in _NOT | ELSE or token.low.endswith("n't") for token in sentence)


def after(one: Clause) -> tuple[Token, ...]:
    """The words behind the verb."""
    return one.tokens[one.verb + 1 :]


def following(parts: Sequence[Clause], at: int) -> tuple[Token, ...]:
    """The words behind the verbs of the clauses that the one at `at` guards."""
    return tuple(token for one in parts if one.guard == at for token in after(one))
