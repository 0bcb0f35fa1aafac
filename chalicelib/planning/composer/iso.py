"""Languages and countries that a request names, as the codes that the catalogue takes: ISO 639-1, ISO 3166-1 alpha-2.

    whoever translates into German      ─>  whoever translates into de      where a language is a code of two letters
    what is on in Sweden?               ─>  what is on in SE?               where a country is

Only a catalogue that says so takes codes: by what an input offers, or by the name of the standard.  What stands in
quotes or beside another name ("the French Quarter", "Lyon, France"), and what has a code that is a word as well,
stays.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.planning.composer.index import Index, index_of
from chalicelib.planning.composer.mentions import begins_in, quotes
from chalicelib.planning.composer.words import STOP, stem_bag
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief

_LANGUAGES = """
Arabic ar/Bengali bn/Bulgarian bg/Catalan ca/Chinese zh/Croatian hr/Czech cs/Danish da/Dutch nl/English en/Estonian et/
Finnish fi/French fr/German de/Greek el/Hindi hi/Hungarian hu/Icelandic is/Indonesian id/Irish ga/Italian it/
Japanese ja/Korean ko/Latvian lv/Lithuanian lt/Malay ms/Norwegian no/Persian fa/Polish pl/Portuguese pt/Romanian ro/
Russian ru/Serbian sr/Slovak sk/Slovenian sl/Spanish es/Swahili sw/Swedish sv/Tamil ta/Thai th/Turkish tr/Ukrainian uk/
Urdu ur/Vietnamese vi/Welsh cy
"""
_COUNTRIES = """
Algeria DZ/Argentina AR/Australia AU/Austria AT/Belgium BE/Brazil BR/Bulgaria BG/Canada CA/Chile CL/China CN/
Colombia CO/Croatia HR/Cyprus CY/Czechia CZ/Denmark DK/Egypt EG/Estonia EE/Finland FI/France FR/Germany DE/Greece GR/
Hungary HU/Iceland IS/India IN/Indonesia ID/Ireland IE/Israel IL/Italy IT/Japan JP/Kenya KE/Latvia LV/Lithuania LT/
Luxembourg LU/Malaysia MY/Malta MT/Mexico MX/Morocco MA/Netherlands NL/New Zealand NZ/Nigeria NG/Norway NO/Pakistan PK/
Peru PE/Philippines PH/Poland PL/Portugal PT/Romania RO/Saudi Arabia SA/Serbia RS/Singapore SG/Slovakia SK/Slovenia SI/
South Africa ZA/South Korea KR/Spain ES/Sweden SE/Switzerland CH/Taiwan TW/Thailand TH/Tunisia TN/Turkey TR/
Ukraine UA/United Arab Emirates AE/United Kingdom GB/United States US/Vietnam VN
"""
_STANDARD = re.compile(r"\bISO[ -]?(?:639|3166)|\balpha[- ]?2\b|\b(?:two|2)[- ]letter\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]{2}")


def _named(text: str) -> dict[str, str]:
    pairs = (one.strip().rpartition(" ") for one in text.split("/") if one.strip())
    return {name: code for name, _, code in pairs if code.lower() not in STOP}


_NAMES = (
    (stem_bag("language lang locale"), _named(_LANGUAGES)),
    (stem_bag("country market nation"), _named(_COUNTRIES)),
)


def coded(brief: Brief) -> Brief:
    """The brief with the names of languages and countries as codes, where its catalogue takes codes."""
    codes = _codes(index_of(brief.catalogue))
    if not codes:
        return brief
    own = quotes(brief.prompt)

    def told(found: re.Match[str]) -> str:
        return found[0] if begins_in(own, found) else codes[found[0]]

    said = re.sub(rf"(?<![\w'’-])(?<!, )(?:{'|'.join(codes)})(?![\w'’-]| [A-Z])", told, brief.prompt)
    return replace(brief, prompt=said, said=brief.said or brief.prompt) if said != brief.prompt else brief


@once
def _codes(index: Index) -> Mapping[str, str]:
    """The code of each name, as the catalogue writes it."""
    found: dict[str, str] = {}
    for about, names in _NAMES:
        taken = [one for entry in index.entries.values() for one in entry.params if about & {*one.stems}]
        offered = {str(value) for one in taken for value in one.enum}
        longer = any(not _CODE.fullmatch(value) for value in offered)
        if offered and not longer:
            found |= {name: code for name, known in names.items() for code in offered if code.lower() == known.lower()}
        elif not longer and any(_STANDARD.search(one.describes) for one in taken):
            found |= names
    return found
