"""Past runs of the kinds of apiary's tasks."""

from tests.fields.apiary import BASES, SCHEMA, at, change, create, link, look, rec
from tests.fields.service import Call, Past


def named(name: str, of: str) -> Call:
    return look(name, filterByFormula=f"{{Name}}='{of}'")


APIARIES, HIVES, INSPECTIONS, KEEPERS = (look(name, pageSize=100) for name in ("Apiaries", "Hives", "Inspections", "Keepers"))
PASTS = (
    Past("Gorse has a new queen, she's from last year", [BASES, SCHEMA, named("Hives", "Gorse")], [change("Hives", Gorse={"Queen year": 2025})]),
    Past("Bramble has picked up nicely, so count it among the active ones again", [BASES, SCHEMA, named("Hives", "Bramble")], [change("Hives", Bramble={"Status": "Active"})]),
    Past("We carried Iris over to the Orchard this morning, please record that", [BASES, SCHEMA, named("Hives", "Iris"), named("Apiaries", "Orchard")], [change("Hives", Iris={"Apiary": link("Orchard")})]),
    Past("They've made Joost de Wit an inspector, would you change his level?", [BASES, SCHEMA, named("Keepers", "Joost de Wit")], [change("Keepers", Joost_de_Wit={"Level": "Inspector"})]),
    Past("Clover and Daisy each got two more supers yesterday", [BASES, SCHEMA, HIVES], [change("Hives", Clover={"Supers": 5}, Daisy={"Supers": 3})]),
    Past(
        "An inspection to be entered: Heather, yesterday, by Maren Novak, who found 3 mites",
        [BASES, SCHEMA, named("Hives", "Heather"), named("Keepers", "Maren Novak")],
        [create("Inspections", Hive=link("Heather"), Date="2026-03-10", Mites=3, Done_by=link("Maren Novak"))],
    ),
    Past("Inspection 104 was typed in with the wrong number of mites, throw it away", [BASES, SCHEMA, look("Inspections", filterByFormula="{No}=104")], [("delete_records", at("Inspections", recordIds=[rec("104")]))]),
    Past("I need the name and the number of whoever looks after Church Meadow", [BASES, SCHEMA, named("Apiaries", "Church Meadow"), ("get_record", at("Keepers", recordId=rec("Joost de Wit")))], []),
    Past("Hanna Brook joins us as an inspector, her phone is 01632 960122", [BASES, SCHEMA, KEEPERS], [create("Keepers", Name="Hanna Brook", Phone="01632 960122", Level="Inspector")]),
    Past(
        "We gave thymol to each of the active hives in Ashby. What's been entered as their treatment earlier has to stay",
        [BASES, SCHEMA, look("Apiaries", filterByFormula="{Village}='Ashby'"), look("Hives", filterByFormula="{Status}='Active'", pageSize=100)],
        [change("Hives", Amber={"Treatments": ["Thymol"]}, Clover={"Treatments": ["Thymol"]}, Daisy={"Treatments": ["Formic acid", "Thymol"]}, Elder={"Treatments": ["Thymol"]})],
    ),
    Past("Any hive that had fewer than 8 mites when somebody last looked is to be marked as active", [BASES, SCHEMA, INSPECTIONS, HIVES], [change("Hives", Iris={"Status": "Active"})]),
    Past(
        'Has the Orchard got more weak hives than Lime Walk has? Then Elder is to have a third super. If it hasn\'t, write "Mow under the hives" as a comment on Lime Walk',
        [BASES, SCHEMA, APIARIES, HIVES],
        [change("Hives", Elder={"Supers": 3})],
    ),
    None,
    None,
)
