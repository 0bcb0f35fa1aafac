"""Past runs of the kinds of greenhouse's tasks."""

from tests.fields.greenhouse import (
    PEOPLE,
    SCHEDULES,
    ack,
    active,
    cleared,
    given,
    look,
    ms,
    readings,
    ref,
    rpc,
    setting,
    settings,
    switched,
    timed,
    uid,
)
from tests.fields.service import Call, Past


def alarms(**filters: str) -> Call:
    return "getAllAlarms", {"pageSize": 10, "page": 0, **filters}


DEVICES: tuple[Call, Call] = (look(""), ("getTenantDeviceInfos", {"pageSize": 10, "page": 1}))
LAMPS, CLIMATES = ("LT-201", "LT-301", "LT-401"), ("CL-101", "CL-201", "CL-301", "CL-401")
PROBES = ("PR-101", "PR-102", "PR-201", "PR-301", "PR-401", "PR-901")
PASTS = (
    Past("How warm is it at the cucumbers right now?", [look("cucumber", "climate"), readings("CL-201")], []),
    Past("We want 24.5 degrees at the cucumbers from today, please change that on their climate computer", [look("cucumber", "climate")], [setting("CL-201", targetTemperature=24.5)]),
    Past("Which major alarms has nobody acknowledged yet?", [alarms(searchStatus="UNACK", severityList="MAJOR")], []),
    Past("Samira Haddou should take on the newest one of the alarms that have been acknowledged already", [active("ACK"), PEOPLE], [given("a8", "samira")]),
    Past("ack all low soil moisture alarms that aren't acknowledged", [alarms(searchStatus="UNACK", textSearch="Low Soil Moisture")], [ack("a10"), ack("a2")]),
    Past("Please hand all the warnings that are active over to Joris de Wit", [alarms(searchStatus="ACTIVE", severityList="WARNING"), PEOPLE], [given("a3", "joris"), given("a6", "joris")]),
    Past("I'm standing at the seedlings and they look rather limp in here. Can you let their mist run for two minutes?", [look("seedling", "valve")], [rpc("VA-301", "open", seconds=120)]),
    Past("Seedling mist and herb sprinkler, please shut them both", [look("seedling mist"), look("herb sprinkler")], [rpc("VA-301", "close"), rpc("VA-401", "close")]),
    Past("Which probe has the lowest soil moisture?", [look("", "probe"), *(readings(name) for name in PROBES)], []),
    Past("The weekly reboot of the tomato climate computer ought to be running again, please enable it", [SCHEDULES], [switched("s6", True)]),
    Past("The noon mist for the seedlings should start a quarter of an hour later every day", [SCHEDULES], [timed("s4", "03-01 12:15")]),
    Past("Please check the herb bed probe: should it show less than 35 percent soil moisture, run the herb sprinkler for 4 minutes. If it doesn't, leave everything alone",
         [look("herb bed probe"), readings("PR-401"), look("herb sprinkler")], [rpc("VA-401", "open", seconds=240)]),
    Past("Reboot every lamp that's online", [look("", "light")], [rpc(name, "reboot") for name in LAMPS]),
    Past("There's no mist at the seedlings any more, we took that valve out for good, so remove it from the system", [look("seedling mist")], [("deleteDevice", {"deviceId": uid("VA-301")})]),
    Past("Clear Ana Petrova's alarm, the herb bed is moist enough again", [active()], [cleared("a10")]),
    Past("Joris has called in sick. Please pass the active alarms that he has on to Samira Haddou", [active(), PEOPLE], [given("a4", "samira")]),
    Past("How many probes do we have?", [look("", "probe")], []),
    Past("I'd like the cucumber lamps at 50 percent, please, and for the seedling ones make it 75", [look("", "light")], [setting("LT-201", dimLevel=50), setting("LT-301", dimLevel=75)]),
    Past("Herb lamps and seedling lamps should come on at 05:30 instead of 06:00 and 04:30", [look("", "light")], [setting("LT-401", onTime="05:30"), setting("LT-301", onTime="05:30")]),
    Past("Could you relabel the seedling tray probe? It should say 'Seedling bench probe' now", [look("seedling tray probe")], [("saveDevice", {"device": {"id": ref("DEVICE", uid("PR-301")), "label": "Seedling bench probe"}})]),
    Past("Add a new probe with the name PR-202 and the label Cucumber canopy probe", [], [("saveDevice", {"device": {"name": "PR-202", "type": "probe", "label": "Cucumber canopy probe"}})]),
    None,
    None,
    Past("What's the total power that the lamps are drawing at the moment?", [look("", "light"), *(readings(name) for name in LAMPS)], []),
    Past("Which climate computer measures the highest humidity at the moment?", [look("", "climate"), *(readings(name) for name in CLIMATES)], []),
    Past("Are there devices that we haven't heard from in over twelve hours?", [*DEVICES], []),
    Past("The cucumbers don't need their watering while the line is being repaired, so pause that schedule for now", [SCHEDULES], [switched("s3", False)]),
    Past("We'll water the tomatoes by hand now, so every tomato schedule that's switched on can be deleted", [SCHEDULES], [("deleteSchedulerEvent", {"schedulerEventId": uid(key)}) for key in ("s1", "s2")]),
    Past("Target humidity of 72 for every climate computer except the one of the cucumbers please", [look("", "climate")], [setting(name, targetHumidity=72) for name in ("CL-101", "CL-301", "CL-401")]),
    Past("There's a fresh battery in the tomato canopy probe now, you can clear the alarm about it", [active()], [cleared("a6")]),
    Past("Raise the target temperature for the tomatoes by 0.5 degrees", [look("tomato", "climate"), settings("CL-101")], [setting("CL-101", targetTemperature=21.5)]),
    Past("I need a new schedule, 'Cucumber evening watering': every day the cucumber drip line opens for 6 minutes, beginning on Friday at 19:30", [look("cucumber drip line")],
         [("saveSchedulerEvent", {"schedulerEvent": {"name": "Cucumber evening watering", "type": "Send RPC Request", "originatorId": ref("DEVICE", uid("VA-201")), "schedule": {"startTime": ms("03-13 19:30"), "repeat": {"type": "DAILY"}}, "configuration": {"method": "open", "params": {"seconds": 360}}}})]),
    Past("Acknowledge Joris's alarms", [active("UNACK")], [ack("a4")]),
    Past("Can you list everything that we've got in House 2?", [("getTenantAssets", {"pageSize": 10, "page": 0}), ("findByFrom", {"fromId": uid("H2"), "fromType": "ASSET"}), *DEVICES], []),
    Past("Is any lamp dimmed to 70 percent? Put it back to 100 then", [look("", "light"), *(settings(name) for name in LAMPS)], [setting("LT-401", dimLevel=100)]),
    Past("Have a look at the tomatoes: with more than 25 degrees in there the vents have to open to 40 percent, and if it's cooler they get a target temperature of 22 instead",
         [look("tomato", "climate"), readings("CL-101")], [rpc("CL-101", "vent", percent=40)]),
)  # fmt: skip
