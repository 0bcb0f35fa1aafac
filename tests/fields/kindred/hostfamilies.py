"""Past runs of the kinds of hostfamilies' tasks."""

from tests.fields.hostfamilies import family, noted, placement, pupil, sought
from tests.fields.service import Call, Past


def where(kind: str, name: str, value: str) -> Call:
    return f"{kind}_doSearch", {"filterGroups": [{"filters": [{"propertyName": name, "operator": "EQ", "value": value}]}], "properties": [name]}


def tied(kind: str, key: str, to: str) -> Call:
    return "associations_list", {"fromObjectType": kind, "fromObjectId": key, "toObjectType": to}


PASTS = (
    Past("Zeynep has said yes to the McBrides, so that placement's now agreed", [sought("placements", "Zeynep"), ("pipelines_getAll", {})], [placement(5, stage="1017003")]),
    Past("No more room at the Silvas', please mark them as full", [("families_doSearch", {"query": "Silva", "properties": ["family_status"]})], [family(4, family_status="full")]),
    Past("Dario Conti is flying home on the last day of May", [("pupils_doSearch", {"query": "Dario", "properties": ["departure"]})], [pupil(3, departure="2026-05-31")]),
    Past("Ruth has left us. All the families that were hers belong to Hedda", [("owners_getPage", {}), where("families", "owner_id", "88073")], [family(5, owner_id="88071"), family(7, owner_id="88071")]),
    Past("Pay the Leforts 40 euros a month more for each of the two who live with them", [sought("families", "Lefort"), tied("families", "30106", "placements"), ("placements_getPage", {})], [placement(2, amount="460"), placement(3, amount="440")]),
    Past('Family Novotny should have a note that says "Dog is afraid of bikes"', [sought("families", "Novotny")], [noted("30108", "Dog is afraid of bikes")]),
    Past("It turns out Lucas Prado can't have milk, and the Okoros have a new phone, 555-0388", [("pupils_doSearch", {"query": "Lucas", "properties": ["allergies"]}), ("families_doSearch", {"query": "Okoro", "properties": ["phone"]})], [pupil(6, allergies="milk"), family(3, phone="555-0388")]),
    Past('We need another placement, for Freya Holt with family McBride: 435 monthly from May 4, and "Freya at McBride" is what it\'s called', [sought("pupils", "Freya"), sought("families", "McBride")], [("placements_create", {"properties": {"placement_name": "Freya at McBride", "amount": "435", "start_date": "2026-05-04"}, "associations": [{"to": {"id": "40204"}}, {"to": {"id": "30107"}}]})]),
    Past("How many of our families have just one bed?", [where("families", "beds", "1")], []),
    Past("Whoever has a nut allergy and is down for a family in Leeds isn't coming after all, so file that placement away", [where("pupils", "allergies", "nuts"), where("families", "city", "Leeds"), tied("pupils", "40207", "placements"), tied("placements", "50305", "families")], [("placements_archive", {"placementId": "50305"})]),
    Past("If what we pay for the placements in Lyon is over 800 a month altogether, cut Freya's to 390, otherwise raise it to 440", [where("families", "city", "Lyon"), tied("families", "30106", "placements"), ("placements_getPage", {})], [placement(2, amount="390")]),
    Past("Joao gets all the one-bed families that haven't been given any placement yet", [where("families", "beds", "1"), tied("families", "30101", "placements"), tied("families", "30103", "placements"), tied("families", "30105", "placements"), tied("families", "30108", "placements"), ("owners_getPage", {})], [family(5, owner_id="88072"), family(8, owner_id="88072")]),
    None,
    None,
)
