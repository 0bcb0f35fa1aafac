"""A car repair shop: PascalCase throughout, number plates as keys, decimals, upper-case states, finders with filters, part of it declared.

Left out: whoever works on the planner does not read this.  Written without reading the planner, and before it was run.
"""

from collections.abc import Sequence

from tests.fields.service import (
    ASK,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Rows,
    Tool,
    contains,
    equal,
    find,
    listing,
    number,
    rows_of,
    text,
)


def priced(names: Sequence[str], *lines: str) -> list[dict[str, object]]:
    return [{name: float(value) if name in names else value for name, value in row.items()} for row in rows_of(*lines)]


ROWS = {
    "customers": rows_of(
        "CustomerNo Name Phone",
        "C-101|Harriet Vale|0171 555 0101",
        "C-102|Dmitri Sokolov|0171 555 0102",
        "C-103|Ferrand Bakery|0171 555 0103",
        "C-104|Mona Castillo|0171 555 0104",
        "C-105|Peter Vale|0171 555 0105",
        "C-106|Anders Friis|0171 555 0106",
        "C-107|Ruby Tan|0171 555 0107",
        "C-108|Joyce Mbeki|0171 555 0108",
    ),
    "vehicles": rows_of(
        "Plate Make Model Year CustomerNo Mileage InspectionDue",
        "LX 204|Volkswagen|Golf|2017|C-101|98200|2026-04-30",
        "PM 771|Volvo|V60|2019|C-102|76400|2026-03-20",
        "FR 118|Renault|Kangoo|2020|C-103|121500|2026-03-31",
        "FR 119|Renault|Kangoo|2021|C-103|88000|2026-09-30",
        "GT 650|Toyota|Yaris|2015|C-104|143000|2026-02-28",
        "VA 333|Skoda|Octavia|2018|C-105|110200|2026-11-30",
        "AF 902|Tesla|Model 3|2022|C-106|41000|2027-05-31",
        "RT 415|Fiat|500|2014|C-107|67800|2026-03-15",
        "JM 587|Ford|Focus|2016|C-108|156000|2026-06-30",
        "JM 588|Ford|Transit|2012|C-108|230000|2026-01-31",
    ),
    "jobs": rows_of(
        "JobNo Plate Work Mechanic StartOn Status",
        "5201|LX 204|Front brake pads|Ivan|2026-03-11|IN_PROGRESS",
        "5202|PM 771|Annual service|Grete|2026-03-12|BOOKED",
        "5203|FR 118|Replace clutch|Ivan|2026-03-09|WAITING_PARTS",
        "5204|GT 650|Exhaust repair|Noor|2026-03-10|READY",
        "5205|VA 333|Timing belt|Grete|2026-03-16|BOOKED",
        "5206|AF 902|Summer tyres||2026-03-18|BOOKED",
        "5207|RT 415|Inspection|Noor|2026-03-13|BOOKED",
        "5208|JM 587|Replace alternator|Ivan|2026-03-10|WAITING_PARTS",
        "5209|JM 588|Inspection||2026-03-17|BOOKED",
        "5210|FR 119|Oil change|Noor|2026-03-09|READY",
        "5211|LX 204|Oil change|Grete|2026-01-20|COLLECTED",
        "5212|VA 333|Wheel alignment|Noor|2026-02-11|COLLECTED",
        "5213|RT 415|New windscreen|Grete|2026-02-02|CANCELLED",
    ),
    "parts": priced(
        ("Price",),
        "PartNo Name Price Stock Minimum",
        "BP-22|Brake pads front|48.5|6|4",
        "BP-23|Brake pads rear|42.9|2|4",
        "OF-10|Oil filter|9.8|14|10",
        "CL-07|Clutch kit|312|0|1",
        "AL-31|Alternator|189.9|0|1",
        "TB-15|Timing belt kit|164|1|1",
        "WB-02|Wiper blades|17.5|9|6",
        "BT-60|Battery 60 Ah|99|3|2",
        "SP-04|Spark plug|7.2|11|16",
        "EX-19|Exhaust clamp|5.4|20|8",
    ),
    "estimates": priced(
        ("Labour", "Parts"),
        "EstimateNo JobNo Labour Parts Status",
        "E-901|5203|420|312|SENT",
        "E-902|5205|380|164|SENT",
        "E-903|5208|150|189.9|APPROVED",
        "E-904|5204|120|10.8|APPROVED",
        "E-905|5206|60|0|SENT",
        "E-906|5202|210|9.8|DECLINED",
    ),
    "used": rows_of("LineNo JobNo PartNo Quantity", "1|5201|BP-22|1", "2|5204|EX-19|2"),
    "orders": rows_of("OrderNo PartNo Quantity", "8001|CL-07|1"),
    "texts": [],
}
STATES, MECHANICS = ("BOOKED", "IN_PROGRESS", "WAITING_PARTS", "READY", "COLLECTED", "CANCELLED"), ("Ivan", "Grete", "Noor")


def amount(value: object, least: int = 0, digits: int = 2) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < least or (not digits and value != int(value)):
        raise Refusal(f"ERR-12: a number of at least {least} with {digits} decimals")
    return round(float(value), digits) if digits else int(value)


def finder(table: str, *exact: str) -> object:
    def read(rows: Rows, **by: object) -> object:
        same = {name: value for name, value in by.items() if name in exact}
        return {"Items": contains(equal(rows[table], same), {name: value for name, value in by.items() if name not in exact})}
    return read


def parts(rows: Rows, Name: str = "", OnlyBelowMinimum: bool = False) -> object:
    return {"Items": [row for row in contains(rows["parts"], {"Name": Name}) if row["Stock"] < row["Minimum"] or OnlyBelowMinimum is not True]}


def mechanic(name: object) -> object:
    if name not in MECHANICS:
        raise Refusal("ERR-07: no such mechanic")
    return name


def book(rows: Rows, Plate: str, Work: str, StartOn: str, Mechanic: str = "") -> object:
    find(rows["vehicles"], "Plate", Plate)
    rows["jobs"].append({"JobNo": 5201 + len(rows["jobs"]), "Plate": Plate, "Work": Work, "Mechanic": mechanic(Mechanic) if Mechanic else "", "StartOn": StartOn, "Status": "BOOKED"})
    return rows["jobs"][-1]


def assign(rows: Rows, JobNo: int, Mechanic: str) -> object:
    row = find(rows["jobs"], "JobNo", JobNo)
    row["Mechanic"] = mechanic(Mechanic)
    return row


def status(rows: Rows, JobNo: int, Status: str) -> object:
    row = find(rows["jobs"], "JobNo", JobNo)
    if Status not in STATES or row["Status"] in ("COLLECTED", "CANCELLED"):
        raise Refusal("ERR-09: that state cannot be set")
    row["Status"] = Status
    return row


def reschedule(rows: Rows, JobNo: int, StartOn: str) -> object:
    row = find(rows["jobs"], "JobNo", JobNo)
    if row["Status"] != "BOOKED":
        raise Refusal("ERR-09: only a booked job can be moved")
    row["StartOn"] = StartOn
    return row


def fit(rows: Rows, JobNo: int, PartNo: str, Quantity: int = 1) -> object:
    job, part, count = find(rows["jobs"], "JobNo", JobNo), find(rows["parts"], "PartNo", PartNo), amount(Quantity, 1, 0)
    if part["Stock"] < count:
        raise Refusal("ERR-21: not in stock")
    part["Stock"] -= count
    rows["used"].append({"LineNo": 1 + len(rows["used"]), "JobNo": job["JobNo"], "PartNo": part["PartNo"], "Quantity": count})
    return rows["used"][-1]


def order(rows: Rows, PartNo: str, Quantity: int) -> object:
    rows["orders"].append({"OrderNo": 8001 + len(rows["orders"]), "PartNo": find(rows["parts"], "PartNo", PartNo)["PartNo"], "Quantity": amount(Quantity, 1, 0)})
    return rows["orders"][-1]


def price(rows: Rows, PartNo: str, Price: float) -> object:
    row = find(rows["parts"], "PartNo", PartNo)
    row["Price"] = amount(Price)
    return row


def estimate(rows: Rows, JobNo: int, Labour: float, Parts: float = 0) -> object:
    find(rows["jobs"], "JobNo", JobNo)
    rows["estimates"].append({"EstimateNo": f"E-{901 + len(rows['estimates'])}", "JobNo": JobNo, "Labour": amount(Labour), "Parts": amount(Parts), "Status": "SENT"})
    return rows["estimates"][-1]


def decide(rows: Rows, EstimateNo: str, Decision: str) -> object:
    row = find(rows["estimates"], "EstimateNo", EstimateNo)
    if row["Status"] != "SENT" or Decision not in ("APPROVED", "DECLINED"):
        raise Refusal("ERR-09: that estimate cannot be decided")
    row["Status"] = Decision
    return row


def send(rows: Rows, CustomerNo: str, Message: str) -> object:
    find(rows["customers"], "CustomerNo", CustomerNo)
    rows["texts"].append({"CustomerNo": CustomerNo, "Message": Message})
    return {"Result": "OK"}


def vehicle(rows: Rows, Plate: str, Mileage: int | None = None, InspectionDue: str | None = None) -> object:
    row = find(rows["vehicles"], "Plate", Plate)
    row.update(Mileage=row["Mileage"] if Mileage is None else amount(Mileage, 0, 0), InspectionDue=InspectionDue or row["InspectionDue"])
    return row


def job(name: str, *numbers: int, **more: object) -> list[Call]:
    return [(name, {"JobNo": one, **more}) for one in numbers]


def state(name: str, *numbers: int) -> list[Call]:
    return job("SetJobStatus", *numbers, Status=name)


def say(words: str, *customers: int) -> list[Call]:
    return [("TextCustomer", {"CustomerNo": f"C-{one}", "Message": words}) for one in customers]


def come(plate: str, work: str, day: str, **more: object) -> list[Call]:
    return [("BookJob", {"Plate": plate, "Work": work, "StartOn": day, **more})]


def part(name: str, number: str, **more: object) -> list[Call]:
    return [(name, {"PartNo": number, **more})]


def by(what: str, **filters: object) -> Call:
    return f"Find{what}", filters


CUSTOMER, PLATE, JOB, PART = text("Number of the customer, C-…"), text("Number plate."), number("Number of the job."), text("Part number.")
WHO, DAY, STATUS = text("Mechanic.", enum=list(MECHANICS)), text("Date (ISO 8601).", format="date"), text("State of the job.", enum=list(STATES))
MONEY, COUNT = {"type": "number", "description": "Euros."}, number("How many.", minimum=1)
FIELD = Field(
    "workshop", ROWS,
    (
        Tool("FindCustomers", "Finds customers by name.", {"Name": text("Name or part of it.")}, finder("customers"), outputs=listing("Items", CustomerNo=CUSTOMER, Name=text(), Phone=text())),
        Tool("FindVehicles", "Finds vehicles by plate, make, model or owner.", {"Plate": PLATE, "Make": text("Manufacturer."), "Model": text("Model."), "CustomerNo": CUSTOMER}, finder("vehicles", "Plate", "CustomerNo"), outputs=listing("Items", Plate=PLATE, Make=text(), Model=text(), Year=number(), CustomerNo=CUSTOMER, Mileage=number("Kilometres."), InspectionDue=DAY)),
        Tool("FindJobs", "Finds repair jobs, past ones included.", {"Plate": PLATE, "Status": STATUS, "Mechanic": WHO, "Work": text("Words of the work to be done.")}, finder("jobs", "Plate", "Status", "Mechanic"), outputs=listing("Items", JobNo=JOB, Plate=PLATE, Work=text(), Mechanic=WHO, StartOn=DAY, Status=STATUS)),
        Tool("FindParts", "Finds spare parts in the store with price and stock.", {"Name": text("Name or part of it."), "OnlyBelowMinimum": {"type": "boolean", "description": "Only parts whose stock is below the minimum."}}, parts),
        Tool("FindEstimates", "Finds cost estimates.", {"JobNo": JOB, "Status": text("State.", enum=["SENT", "APPROVED", "DECLINED"])}, finder("estimates", "JobNo", "Status")),
        Tool("BookJob", "Books a vehicle in for a repair job.", {"Plate": PLATE, "Work": text("Work to be done."), "StartOn": DAY, "Mechanic": WHO}, book, ("Plate", "Work", "StartOn")),
        Tool("AssignMechanic", "Assigns the mechanic who does a job.", {"JobNo": JOB, "Mechanic": WHO}, assign, ("JobNo", "Mechanic")),
        Tool("SetJobStatus", "Sets the state of a job.", {"JobNo": JOB, "Status": STATUS}, status, ("JobNo", "Status")),
        Tool("RescheduleJob", "Moves a booked job to another day.", {"JobNo": JOB, "StartOn": DAY}, reschedule, ("JobNo", "StartOn")),
        Tool("AddPartToJob", "Takes a part from the store and puts it on the bill of a job.", {"JobNo": JOB, "PartNo": PART, "Quantity": {**COUNT, "default": 1}}, fit, ("JobNo", "PartNo")),
        Tool("OrderPart", "Orders a part from the wholesaler.", {"PartNo": PART, "Quantity": COUNT}, order, ("PartNo", "Quantity")),
        Tool("SetPartPrice", "Sets the retail price of a part.", {"PartNo": PART, "Price": MONEY}, price, ("PartNo", "Price")),
        Tool("CreateEstimate", "Creates a cost estimate for a job and sends it to the customer.", {"JobNo": JOB, "Labour": MONEY, "Parts": MONEY}, estimate, ("JobNo", "Labour")),
        Tool("DecideEstimate", "Records what the customer decided about an estimate.", {"EstimateNo": text("Number of the estimate."), "Decision": text("The decision.", enum=["APPROVED", "DECLINED"])}, decide, ("EstimateNo", "Decision")),
        Tool("TextCustomer", "Sends a text message to a customer.", {"CustomerNo": CUSTOMER, "Message": text("Text of the message.")}, send, ("CustomerNo", "Message")),
        Tool("UpdateVehicle", "Updates mileage or inspection date of a vehicle.", {"Plate": PLATE, "Mileage": number("Kilometres."), "InspectionDue": DAY}, vehicle, ("Plate",)),
    ),
    (
        Job("Assign Noor to the Tesla", job("AssignMechanic", 5206, Mechanic="Noor")),
        Job("Move Peter Vale's timing belt to March 19", job("RescheduleJob", 5205, StartOn="2026-03-19")),
        Job("The brake pads on the Golf are done, set the job to ready", state("READY", 5201)),
        Job("Mona Castillo has just collected her Yaris, please update the job", state("COLLECTED", 5204)),
        Job("Book the Tesla in for 'Brake check' on March 23 with Grete", come("AF 902", "Brake check", "2026-03-23", Mechanic="Grete")),
        Job("Both of Ferrand Bakery's vans need a 'Tyre change'. Book them in for 1 April please", [*come("FR 118", "Tyre change", "2026-04-01"), *come("FR 119", "Tyre change", "2026-04-01")]),
        Job("Text Dmitri Sokolov 'Please bring the service booklet tomorrow'", say("Please bring the service booklet tomorrow", 102)),
        Job("Let every customer whose car is ready know: 'Your car is ready, we are open until six.'", say("Your car is ready, we are open until six.", 104, 103)),
        Job("Order 10 rear brake pads and 20 spark plugs", [*part("OrderPart", "BP-23", Quantity=10), *part("OrderPart", "SP-04", Quantity=20)]),
        Job("order 2 of everything that we have run out of", [*part("OrderPart", "CL-07", Quantity=2), *part("OrderPart", "AL-31", Quantity=2)]),
        Job("Two oil filters went into the Transit, can you add them to the job?", part("AddPartToJob", "OF-10", JobNo=5209, Quantity=2)),
        Job("Wiper blades cost 18.90 from today", part("SetPartPrice", "WB-02", Price=18.9)),
        Job("Raise the price of the brake pads, front and rear, by 10 percent", [*part("SetPartPrice", "BP-22", Price=53.35), *part("SetPartPrice", "BP-23", Price=47.19)]),
        Job("Anders Friis has approved his estimate", [("DecideEstimate", {"EstimateNo": "E-905", "Decision": "APPROVED"})]),
        Job("The bakery says no to the estimate for the clutch", [("DecideEstimate", {"EstimateNo": "E-901", "Decision": "DECLINED"})]),
        Job("Estimate for job 5209: labour 90, parts 45.50", job("CreateEstimate", 5209, Labour=90, Parts=45.5)),
        Job("The Focus has 157,300 km on the clock now", [("UpdateVehicle", {"Plate": "JM 587", "Mileage": 157300})]),
        Job("The Yaris is next due for inspection on 28 February 2028", [("UpdateVehicle", {"Plate": "GT 650", "InspectionDue": "2028-02-28"})]),
        Job("Which cars are overdue for their inspection?", [], shows=("GT 650", "JM 588")),
        Job("Which jobs are waiting for parts?", [], shows=("5203", "5208")),
        Job("Push everything that is booked for next week back by one day", [*job("RescheduleJob", 5205, StartOn="2026-03-17"), *job("RescheduleJob", 5206, StartOn="2026-03-19"), *job("RescheduleJob", 5209, StartOn="2026-03-18")]),
        Job("Ivan is off sick, please hand all of his jobs over to Grete", job("AssignMechanic", 5201, 5203, 5208, Mechanic="Grete")),
        Job("If we have an alternator in stock, set the job of the Focus to in progress, otherwise order one and text Joyce Mbeki 'We are waiting for your alternator'", [*part("OrderPart", "AL-31", Quantity=1), *say("We are waiting for your alternator", 108)]),
        Job("Cancel Ruby Tan's inspection", state("CANCELLED", 5207)),
        Job("Noor takes the jobs that have no mechanic yet", job("AssignMechanic", 5206, 5209, Mechanic="Noor")),
        Job("Bring the Octavia's timing belt forward to tomorrow, and the inspection of the Fiat as well", job("RescheduleJob", 5205, 5207, StartOn="2026-03-12")),
        Job("Text Vale: 'Please call us back'", ASK),
        Job("Book the Kangoo in for 'New battery' on March 20", ASK),
        Job("Order some oil filters", ASK),
        Job("Email the invoice for the Transit to the insurance company", ASK),
    ),
    (
        Past("Assign Ivan to the Transit", [by("Vehicles", Model="Transit"), by("Jobs", Plate="JM 588")], job("AssignMechanic", 5209, Mechanic="Ivan")),
        Past("Move Dmitri Sokolov's annual service to March 24", [by("Customers", Name="Dmitri Sokolov"), by("Vehicles", CustomerNo="C-102"), by("Jobs", Plate="PM 771")], job("RescheduleJob", 5202, StartOn="2026-03-24")),
        Past("The clutch of the Kangoo is done, set the job to ready", [by("Jobs", Work="clutch")], state("READY", 5203)),
        Past("Book the Yaris in for 'Headlight' on March 30 with Ivan", [by("Vehicles", Model="Yaris")], come("GT 650", "Headlight", "2026-03-30", Mechanic="Ivan")),
        Past("Text Ruby Tan 'See you on Friday'", [by("Customers", Name="Ruby Tan")], say("See you on Friday", 107)),
        Past("Let every customer whose car is waiting for parts know: 'We are still waiting for a part.'", [by("Jobs", Status="WAITING_PARTS"), by("Vehicles", Plate="FR 118"), by("Vehicles", Plate="JM 587")], say("We are still waiting for a part.", 103, 108)),
        Past("Order 5 batteries", [by("Parts", Name="Battery")], part("OrderPart", "BT-60", Quantity=5)),
        Past("order 8 of everything that is below its minimum", [by("Parts", OnlyBelowMinimum=True)], [call for one in ("BP-23", "CL-07", "AL-31", "SP-04") for call in part("OrderPart", one, Quantity=8)]),
        Past("Three spark plugs went into the Golf, can you add them to the job?", [by("Vehicles", Model="Golf"), by("Jobs", Plate="LX 204", Status="IN_PROGRESS"), by("Parts", Name="spark plug")], part("AddPartToJob", "SP-04", JobNo=5201, Quantity=3)),
        Past("Oil filters cost 10.40 from today", [by("Parts", Name="Oil filter")], part("SetPartPrice", "OF-10", Price=10.4)),
        Past("Raise the price of the exhaust clamp by 50 percent", [by("Parts", Name="Exhaust clamp")], part("SetPartPrice", "EX-19", Price=8.1)),
        Past("Peter Vale has approved his estimate", [by("Customers", Name="Peter Vale"), by("Vehicles", CustomerNo="C-105"), by("Jobs", Plate="VA 333", Status="BOOKED"), by("Estimates", JobNo=5205)], [("DecideEstimate", {"EstimateNo": "E-902", "Decision": "APPROVED"})]),
        Past("Estimate for job 5207: labour 75, parts 12.30", [], job("CreateEstimate", 5207, Labour=75, Parts=12.3)),
        Past("The Octavia has 111,000 km on the clock now", [by("Vehicles", Model="Octavia")], [("UpdateVehicle", {"Plate": "VA 333", "Mileage": 111000})]),
        Past("Push everything that is booked for this week back by three days", [by("Jobs", Status="BOOKED")], [*job("RescheduleJob", 5202, StartOn="2026-03-15"), *job("RescheduleJob", 5207, StartOn="2026-03-16")]),
        Past("Noor is on holiday, please hand all of the booked jobs she has over to Ivan", [by("Jobs", Mechanic="Noor", Status="BOOKED")], job("AssignMechanic", 5207, Mechanic="Ivan")),
        Past("If we have a timing belt kit in stock, text Peter Vale 'Your part is here', otherwise order one", [by("Parts", Name="Timing belt kit"), by("Customers", Name="Peter Vale")], say("Your part is here", 105)),
        Past("Cancel Anders Friis's summer tyres", [by("Customers", Name="Anders Friis"), by("Vehicles", CustomerNo="C-106"), by("Jobs", Plate="AF 902")], state("CANCELLED", 5206)),
        Past("Which jobs are ready?", [by("Jobs", Status="READY")], []),
    ),
)
