"""Ways of saying that are written out before a request is read: "that's", "get rid of", "the visit that Ann has"."""

import re
from collections.abc import Sequence

from chalicelib.planning.composer.calendar_words import MONTHS
from chalicelib.planning.composer.dates import COUNTS
from chalicelib.planning.composer.mentions import quotes

_WHO = "that|which|everyone|everybody|everything|anyone|anything"
_NAME = r"(?!I )(?:[A-Z][\w.]*)(?: [A-Z][\w.]*){0,2}"
_NOUN = r"((?:(?!that |which )[a-z]\w*(?:-[a-z]+)? ){1,3})(?:that |which )?"
_MOST = r"the (?:most|least|highest|lowest|largest|smallest|longest|shortest|biggest|fewest|latest|earliest)\b"
_MORE = r"(?:more|fewer|less|at least|at most|over|under) "
_WHEN = r"(?:on|in|at|for|with|this|next|today|tomorrow)\b"
_QUOTE = r"'[^']+'|\"[^\"]+\""
_CLOCK = re.compile(
    r"\bat (eight|nine|ten|eleven|twelve)\b(?=[,.?!]| (?:on|today|tomorrow|please|in the morning)\b|$)", re.IGNORECASE
)
"""Hours that are those of the morning, unless more is said."""
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TEENS = ("eleventh", "twelfth", *(f"{one}teenth" for one in ("thir", "four", "fif", "six", "seven", "eigh", "nine")))
_TENS = (*(f"twenty-{one}" for one in _UNITS[:9]), "thirtieth", "thirty-first")
ORDINALS = {word: at for at, word in enumerate((*_UNITS, *_TEENS, "twentieth", *_TENS), 1)}
_DAY = re.compile(rf"\bthe ({'|'.join(ORDINALS)}) (?:of )?(?=(?:{'|'.join(MONTHS)})\b)", re.IGNORECASE)
_LENGTHS = "minutes?|hours?|days?|nights?|weeks?|months?|years?"
_GETTING = "(?:tak|gett|add|start|open|introduc|launch|bring|hir)ing"
_GIVE = rf"\bgive ((?:(?!give\b)[^,.;:'\"])+?) (\w+) (?:more|extra|additional) ({_LENGTHS})"
_END = r"(?=[,.;?!]|$)"
_IN_ANY_CASE = (
    (r"\bpl[sz]\b", "please"),
    (r"\b(\d+) or more\b(?! than)", r"at least \1"),
    (r"\b(\d+) or (?:less|fewer)\b(?! than)", r"at most \1"),
    *(
        (rf"\b(if|unless) (?:the )?(?:number|count) of ([^,]+?) (?:is|are) {said}(?=,| then\b|[.?!]? *$)", plain)
        for said, plain in (
            (r"(?:0|zero)", r"\1 there are no \2"),
            (r"(?:over|above|more than|greater than) (\d+)", r"\1 there are more than \3 \2"),
            (r"(?:under|below|less than|fewer than) (\d+)", r"\1 there are fewer than \3 \2"),
            (r"at least (\d+)", r"\1 there are at least \3 \2"),
        )
    ),
    (r"(?<=\w) please(?=:)", ""),
    (rf"\b({_WHO})['’]s(?= (?:been|got)\b)", r"\1 has"),
    (rf"\b({_WHO})['’]s\b(?= [\w'’])", r"\1 is"),
    (r"\b(?:both|all) of (?=them\b)", ""),
    (r"\b(?:still )?coming up\b", "upcoming"),
    (r"\bget rid of\b", "remove"),
    (
        r"\b(\w+) ((?:all|every|each)\b[^.;]*?)[,;.] (?:but |and )?(?:please )?(?:don['’]t|do not|never) \1 (?=\S)",
        r"\1 \2 except ",
    ),
    (r"\b((?:all|every|each)\b[^.;]*?), (?:but )?never (?=(?-i:[\"'“A-Z]))", r"\1 except "),
    (r"[,;.] (?:but |and )?(?:please )?leav(?:e|ing) out (?=\S)", " except "),
    (rf"[,;.] (?:but |and )?(?:please )?leav(?:e|ing) ({_QUOTE}|“[^”]+”|(?-i:{_NAME})) out\b", r" except \1"),
    (r"\bbook (?=[^,.;:]+ as \w+(?:ed|en)\b)", "mark "),
    (r"(?:(?<=[.!?] )|^)only if (?=[^,]+,)", "If "),
    (rf"\b(?:drop|shoot) (?=(?:(?-i:{_NAME})|her|him|them) an? \w+(?: saying)?:? ?['\"])", "send "),
    (
        r"(^|[,.;!?:] |\b(?:so|and|please|then|to) )file ((?:it|them|the|this|that|all|both)\b[^,.;:'\"]*?) "
        r"(?:under|in|into) ",
        r"\1move \2 to ",
    ),
    (rf"\b(?:put|write|jot) ({_QUOTE}) down (?=(?:on|for|in|at)\b)", r"note \1 "),
    (r"(?:['’]s| is| are) going (up|down)(?= (?:to|by)\b)", r" goes \1"),
    (r"\b(can|could|would|will) (?:some|any)(?:body|one)(?= [a-z])", r"\1 you"),
    (r"\bsay no to\b", "decline"),
    (
        r"\b(?:say yes to|ok|okay)(?= (?:the|this|that|all|both|every|each|my|our|his|her|their|[\w]+['’]s)\b)",
        "approve",
    ),
    (rf"{_GIVE} of (?:the )?(\w+){_END}", r"extend the \4 of \1 by \2 \3"),
    (rf"{_GIVE}{_END}", r"extend \1 by \2 \3"),
    (rf" and (?:say|explain|add|write)(?: that)?:? (?={_QUOTE})", ", saying "),
    (
        r"\b(\w+) (?:that|which) (?:have|are|were)(?: been)? (\w+ed) (most|least)(?= (?:should|must|can)\b|[,.]|$)",
        r"\3 \2 \1",
    ),
    (r"\bwhatever ([a-z]+s)(?= (?:are|have) )", r"all \1 that"),
    (r", (?:but )?(?:(?:at|in) )?(?:the )?same (?:time(?: of (?:the )?day)?|period|slot)(?=[.!,]|$)", ""),
    (r"\b(?:rang|called|phoned|wrote|texted)(?: (?:me|us|in))?(?:,| and said) (?:that )?(?:he|she|they) (?=can)", ""),
    (r"\b(?:can['’]t|cannot) make it\b", "can't come"),
    (r"\b([a-z]+ \d+)['’]s(?= [a-z])", r"\1"),
    (r"\b(?:do not|don['’]t) forget to (?=\w)", ""),
    (r"[.;,] (?:the )?((?!it|that|this|they)[a-z][\w' -]*?) (?:do|does)(?:n['’]t| not) count(?=[.!]?$)", r" except \1"),
    (r"^(?:(?:just )?(?:a |one )?quick (?:question|one|request)|one (?:more )?(?:question|thing))(?:,|:| -| –) ", ""),
    (r"^what(?:['’]s| is) (?=[^?]*\b(?:moves|goes|should|must|needs|has)\b[^?]*$)", "everything that's "),
    (r"\b(have|make) (it|them) (?=[^,.;]*\b(?:earlier|later)\b)", r"\2 should be "),
    (r"(?<!just )\bin case(?= (?!of\b)\w)", "if"),
    (r"\b(?:have|has)n['’]t (?:got )?(?:any|a)\b", "have no"),
    (r"\b(that|which|who) (?:bears?|carr(?:y|ies)|holds?|contains?|includes?|shows?|features?) no\b", r"\1 have no"),
    (r"\b(?:bearing|carrying|holding|containing|including|showing|having) no\b", "with no"),
    (r"\bnot (?:bearing|carrying|holding|containing|including|showing|having) (?=(?:a|an|any|the)\b)", "without "),
    (r"\b(?:where|in which|on which) (the [\w -]+?) (?:is|are) (?:absent|missing|lacking)\b", r"without \1"),
    (r"\bis(?:n['’]t| not) there any\b", "is no"),
    (r"\bstill (is|are|has|have)n['’]t\b", r"\1 not yet"),
    (r"\b(I|we)(?:['’]ve| have) got\b", r"\1 have"),
    (rf"\bwhichever ((?:[\w'’-]+ ){{0,5}}?[\w'’-]+) (?:has|have) (?={_MOST})", r"the \1 with "),
    (r"\bwhichever ((?:\w+ )??\w+)(?= (?:is|are|has|have|\w+s) )", r"the \1 that"),
    (rf"(?<=\w )(?:that|which|who) (?:has|have) (?={_MOST}|{_MORE})", "with "),
    (r"\b((?:fewer|less|more) than \w+ )(\w+)(\b.*, (?:please )?)make it (\d+)(?=[.!]?$)", r"\1\2\3set its \2 to \4"),
    (rf",? and (?:give|state|use|put|note) ({_QUOTE}) as (?:the|a|an) (\w+)", r" with the \2 \1"),
    (r"\bthree[- ]quarters of an hour\b", "45 minutes"),
    (r"(?<!that )(?<!which )\bcounts? as (?=\w)", "should be "),
    (r"\b(?:put|move|send) (it|them|this|that|these|those|both) (?:in|into|to) the archives?\b", r"archive \1"),
    (
        rf"^(?:we|I)(?:(?:['’]re| are|['’]m| am) {_GETTING}(?: up| on| in)?|['’]ve got| have(?: got)?) an? new "
        r"(?=[^?;]*['\":])",
        "add a new ",
    ),
    (
        r"^((?:the|our|my) [^,.;:?'\"]+?) (?:is|are) (?:(?:far|much|way|rather|a bit|a little) )?too [a-z]+"
        r"(?:,| -| –|;|:) (\d[\w%.]*(?: [a-z]+)?) "
        r"(?:(?:will|would|should) do|(?:is|would be|will be) (?:enough|plenty|fine))",
        r"set \1 to \2",
    ),
    (r"(?:,|:|;)? the (reason|note|subject|explanation|comment) (?:is|being) (?='|\")", r" with the \1 "),
)
_AS_WRITTEN = (
    (
        r"(?:^|(?<=[.!] ))((?:The|[A-Z])(?:['’]s\b|[^,.;:?'\"])*?) "
        r"(?:is|was|should be|should have been|must be) "
        r"((?:(?!not\b)[^,;:?'\"]){1,25}?)(?:,? (?:and )?not|,? instead of|,? rather than) "
        r"((?:(?![.!] )[^,;:?'\"]){1,25}?)(?=[.!]?$)",
        r"change \1 from \3 to \2",
    ),
    (
        r"^(?:Out )?[Oo]f ((?:['’]s\b|[^,.;:'\"])+), ((?:please )?[a-z]+) "
        r"(the (?:(?:most|least) [a-z]+|[a-z]+est|first|last)) ones?\b",
        r"\2 \3 of \1",
    ),
    (r"(?:(?<=[.!?] )|^)Should ((?:any|some|one|the|there)\b[^,?]*?) be ([^,?]*), ", r"If \1 is \2, "),
    (r"(?:(?<=[.!?] )|^)Should (?!you\b)((?:[\w'’-]+ ){1,5}?)have ([^,?]*), ", r"If \1has \2, "),
    (r"(?:(?<=[.!?] )|^)Should (?!you\b)((?:[\w'’-]+ ){1,5}?)be ([^,?]*), ", r"If \1is \2, "),
    (r"(?:(?<=[.!?] )|^)Should (?!you\b)([^,?]*), ", r"If \1, "),
    (
        rf"\b({_NAME})(?:['’]s got| has(?: got)?) an? new ([a-z][a-z ]*?)(?:, it['’]s|:) (?=['\"+\w])",
        r"change \1's \2 to ",
    ),
    (rf"\b[Pp]ut ([^,;:.]+?) in ({_NAME})['’]s name\b", r"give \1 to \2"),
    (rf"\b(?:the|any) {_NOUN}I have (?={_WHEN})", r"my \1"),
    (rf"\b[Tt]he {_NOUN}({_NAME}) (?:has|have|had|made|got) (?!to\b|been\b)(?=\w)", r"\2's \1"),
)
_SHORT: Sequence[tuple[re.Pattern[str], str]] = (
    *((re.compile(said, re.IGNORECASE), plain) for said, plain in _IN_ANY_CASE),
    *((re.compile(said), plain) for said, plain in _AS_WRITTEN),
)


def written_out(text: str) -> str:
    """The text without its short forms; what stands in quotes stays as it is."""
    for said, plain in _SHORT:
        found = list(said.finditer(text))
        held = [(one.start, one.end) for one in quotes(text)] if found else []
        for one in reversed(found):
            if not any(start <= one.start() < end for start, end in held):
                text = f"{text[: one.start()]}{one.expand(plain)}{text[one.end() :]}"
    text = _DAY.sub(lambda found: f"{ORDINALS[found[1].lower()]} ", text)
    return _CLOCK.sub(lambda found: f"at {COUNTS[found[1].lower()]}:00", text) if _CLOCK.search(text) else text
