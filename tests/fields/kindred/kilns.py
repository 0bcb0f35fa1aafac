"""Past runs of the kinds of kilns's tasks."""

from tests.fields.kilns import KILNS, PROGRAMS, QUEUE, on, started, toggled, unqueued
from tests.fields.service import Call, Past


def program(name: str) -> Call:
    return "getProgram", {"name": name}


PASTS = (
    Past("Halt the cone 10 that's going on right now, there's a smell of gas", [PROGRAMS, program("glaze-cone10")], [on("stopFiring", "glaze-cone10", 35)]),
    Past('Ember must go out of use, please. For the reason, write "door seal gone"', [KILNS], [toggled("ember", "door seal gone")]),
    Past("Big Bertha's got her new thermocouple, bring her back", [KILNS], [toggled("big-bertha")]),
    Past("A slow bisque for Milo Santos's planters, and it mustn't get any hotter than 985", [PROGRAMS, program("bisque-slow")], [started("bisque-slow", PEAK="985", MEMBER="Milo Santos")]),
    Past("The extractor's running, so people can use lustre again", [PROGRAMS], [("enableProgram", {"name": "lustre"})]),
    Past("Greta Lind has changed her mind about the fast bisque she's got waiting, so take it out", [QUEUE], unqueued(5079)),
    Past("Make sure the log of the latest slow bisque that succeeded isn't thrown away", [PROGRAMS, program("bisque-slow")], [on("toggleLogKeep", "bisque-slow", 61)]),
    Past('Monday\'s cone 6 wants a remark, "glaze ran onto the shelf". Can you put it there?', [PROGRAMS, program("glaze-cone6")], [on("submitDescription", "glaze-cone6", 141, description="glaze ran onto the shelf")]),
    Past("What's in the queue just because its quiet period isn't over?", [QUEUE], []),
    Past("Both Gretas are at the craft fair all month: clear out whatever the two have in the queue, the slow bisque excepted", [QUEUE], unqueued(5074, 5078, 5079)),
    Past("If more than four firings are waiting, drop the one that's been there the shortest; otherwise put Noor Haddad's jugs in for a cone 6", [QUEUE], unqueued(5079)),
    Past("They're going to cut our power in a minute, so everything that is firing in an electric kiln has to be stopped", [KILNS], [on("stopFiring", "bisque-slow", 63)]),
    None,
    None,
)
