"""Past runs of the kinds of lido's tasks."""

from tests.fields.lido import AREAS, PEOPLE, STATES, area, on, sent
from tests.fields.service import Past

PASTS = (
    Past("Heat the main pool to 25 degrees please", [STATES], [on("heater.set_temperature", "main_pool", temperature=25)]),
    Past("There's fog coming up, we'd better have full light at the entrance and over in the car park", [STATES], [on("lamp.turn_on", "entrance", "car_park", brightness_pct=100)]),
    Past("Unlock everything that isn't unlocked yet", [STATES], [on("gate.unlock", "staff", "plant_room")]),
    Past("Could you dim the light in the ladies' changing room to 60 percent? It's glaring in there", [STATES], [on("lamp.turn_on", "ladies", brightness_pct=60)]),
    Past("Nobody's allowed in the main pool today. Stop its pump and lock the main gate", [STATES], [on("pump.turn_off", "main_pool"), on("gate.lock", "main")]),
    Past("Please get the kiosk's shutter all the way up, and somebody has to get into the plant room, so open that for them", [STATES], [on("blind.set_position", "kiosk", position=100), on("gate.unlock", "plant_room")]),
    Past("How warm is the water in the toddler pool right now?", [STATES], []),
    Past("We don't need any light in the entrance area in the morning, please switch off whatever is burning there", [AREAS], [area("lamp.turn_off", "entrance")]),
    Past('Fire up the sauna, 70 degrees, and tell Benno Frey "Sauna opens at three"', [STATES, PEOPLE], [on("heater.set_mode", "sauna", mode="heat"), on("heater.set_temperature", "sauna", temperature=70), sent("benno", "Sauna opens at three")]),
    Past("We have to save power: whichever pumps run above 35 percent, throttle them to 35", [STATES], [on("pump.turn_on", "main_pool", "toddler_pool", "slide", percentage=35)]),
    Past("If more than 100 visitors are here today open the kiosk shutter fully, otherwise pull both awnings in", [STATES], [on("blind.set_position", "kiosk", position=100)]),
    Past('Please check the chlorine. In any pool that has more than 0.6 mg/l the heating must be switched off, and the lifeguards get the message "Too much chlorine, nobody swims"', [STATES, PEOPLE],
         [on("heater.set_mode", "main_pool", mode="off"), sent("olga", "Too much chlorine, nobody swims"), sent("ben", "Too much chlorine, nobody swims")]),
    None,
    None,
)  # fmt: skip
