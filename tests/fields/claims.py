"""Insurance claims: handlers and payouts, one keyword search by pages of five, states set by acts of their own."""

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

ROWS = {
    "claims": rows_of(
        "claimId holder topic amount handler reportedOn state",
        "C-71|Adele Noir|water|1200|Kim|2026-02-27|in review",
        "C-72|Bram Vos|theft|450|Lena|2026-03-04|new",
        "C-73|Cleo Hart|fire|15000|Kim|2026-01-12|accepted",
        "C-74|Adele Noir|glass|180|Lena|2026-03-08|new",
        "C-75|Dino Ross|water|3400|Otto|2026-03-09|in review",
        "C-76|Bram Vos|glass|220|Otto|2025-12-02|paid",
        "C-77|Esme Pool|theft|900|Kim|2026-02-14|refused",
        "C-78|Dino Ross|storm|2600|Lena|2026-03-10|new",
        "C-79|Esme Pool|water|700|Lena|2026-02-20|in review",
    ),
    "payouts": [],
    "letters": [],
    "handlers": rows_of("name mailbox", "Kim|kim@claims.example", "Lena|lena@claims.example", "Otto|otto@claims.example"),
}


def search(rows: Rows, q: str = "", page: int = 1) -> object:
    found = [row for row in rows["claims"] if q.lower() in " ".join(map(str, row.values())).lower()]
    return {"results": found[5 * (page - 1): 5 * page], "has_more": len(found) > 5 * page}


def accept(rows: Rows, claimId: str) -> object:
    find(rows["claims"], "claimId", claimId)["state"] = "accepted"
    return {}


def refuse(rows: Rows, claimId: str, explanation: str) -> object:
    find(rows["claims"], "claimId", claimId).update(state="refused", explanation=explanation)
    return {}


def payout(rows: Rows, claimId: str, amount: int) -> object:
    row = find(rows["claims"], "claimId", claimId)
    if row["state"] != "accepted":
        raise Refusal("the claim is not accepted")
    row["state"] = "paid"
    rows["payouts"].append({"claimId": claimId, "amount": amount})
    return {}


def assign(rows: Rows, claimId: str, handler: str) -> object:
    if handler not in ("Kim", "Lena", "Otto"):
        raise Refusal("nobody is called so")
    find(rows["claims"], "claimId", claimId)["handler"] = handler
    return {}


def amend(rows: Rows, claimId: str, amount: int) -> object:
    find(rows["claims"], "claimId", claimId)["amount"] = amount
    return {}


def write(rows: Rows, claimId: str, body: str) -> object:
    find(rows["claims"], "claimId", claimId)
    rows["letters"].append({"claimId": claimId, "body": body})
    return {}


def mailbox(rows: Rows, name: str) -> object:
    return [row["mailbox"] for row in rows["handlers"] if row["name"].lower() == name.lower()]


def mail(rows: Rows, recipient: str, subject: str, body: str = "") -> object:
    if "@" not in recipient:
        raise Refusal("not an address")
    rows["letters"].append({"recipient": recipient, "subject": subject, "body": body})
    return {}


def c(name: str, *ids: str, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"claimId": one, **more}) for one in ids]


def looked(q: str = "") -> list[tuple[str, dict[str, object]]]:
    return [("claims/search", {"q": q})] if q else [("claims/search", {}), ("claims/search", {"page": 2})]


CLAIM = text("Id of the claim, such as C-12.")
FIELD = Field(
    "claims", ROWS,
    (
        Tool("claims/search", "Full-text search over claims, five per page.", {"q": text("Any word of the claim."), "page": number("Page, from 1.")}, search),
        Tool("claims/accept", "Accepts a claim.", {"claimId": CLAIM}, accept, ("claimId",)),
        Tool("claims/refuse", "Refuses a claim and tells the holder why.", {"claimId": CLAIM, "explanation": text("What the holder is told.")}, refuse, ("claimId", "explanation")),
        Tool("claims/pay", "Pays an amount out for an accepted claim.", {"claimId": CLAIM, "amount": number("Amount in euros.")}, payout, ("claimId", "amount")),
        Tool("claims/assign", "Assigns a claim to a handler.", {"claimId": CLAIM, "handler": text("First name of the handler.")}, assign, ("claimId", "handler")),
        Tool("claims/amend", "Changes the claimed amount.", {"claimId": CLAIM, "amount": number("New amount in euros.")}, amend, ("claimId", "amount")),
        Tool("claims/write", "Writes the holder of a claim a letter.", {"claimId": CLAIM, "body": text("Text of the letter.")}, write, ("claimId", "body")),
        Tool("handlers/mailbox", "Gives the email address of a handler.", {"name": text("First name of the handler.")}, mailbox, ("name",)),
        Tool("handlers/mail", "Emails a handler.", {"recipient": text("Email address of the handler."), "subject": text("Subject."), "body": text("Text.")}, mail, ("recipient", "subject")),
    ),
    (
        Job("Accept all new glass claims", c("claims/accept", "C-74")),
        Job("Assign every claim of Otto's that is in review to Kim", c("claims/assign", "C-75", handler="Kim")),
        Job("Lena is on holiday. Hand her new claims over to Otto", c("claims/assign", "C-72", "C-74", "C-78", handler="Otto")),
        Job("Accept Adele Noir's water claim", c("claims/accept", "C-71")),
        Job("Accept the largest claim that is in review", c("claims/accept", "C-75")),
        Job("Pay out 14000 euros for Cleo Hart's fire claim", c("claims/pay", "C-73", amount=14000)),
        Job("Change the amount of the storm claim to 2400", c("claims/amend", "C-78", amount=2400)),
        Job("Refuse Esme Pool's water claim with the explanation 'Reported too late'", c("claims/refuse", "C-79", explanation="Reported too late")),
        Job("Turn down the theft claim of Bram Vos saying 'No police report'", c("claims/refuse", "C-72", explanation="No police report")),
        Job("Accept all undecided claims below 300 euros", c("claims/accept", "C-74")),
        Job("Accept every claim reported this week", c("claims/accept", "C-75", "C-78")),
        Job("If Dino Ross has more than one open claim, assign them to Kim", c("claims/assign", "C-75", "C-78", handler="Kim")),
        Job("If Kim has no new claim, assign the storm claim to her", c("claims/assign", "C-78", handler="Kim")),
        Job("Write to the holders of all claims in review 'We need more time'", c("claims/write", "C-71", "C-75", "C-79", body="We need more time")),
        Job("Email Otto with the subject 'Please call Dino Ross'", [("handlers/mail", {"recipient": "otto@claims.example", "subject": "Please call Dino Ross"})]),
        Job("Accept Bram Vos's claim", ASK),
        Job("Accept Nora Quist's claim", ASK),
        Job("Accept Adele Noir's glass claim and assign her water claim to Lena", [*c("claims/accept", "C-74"), *c("claims/assign", "C-71", handler="Lena")]),
    ),
    (
        Past("Accept all new theft claims", looked("theft"), c("claims/accept", "C-72")),
        Past("Assign every claim of Lena's that is in review to Otto", looked("Lena"), c("claims/assign", "C-79", handler="Otto")),
        Past("Kim is on holiday. Hand her claims in review over to Lena", looked("Kim"), c("claims/assign", "C-71", handler="Lena")),
        Past("Accept Dino Ross's storm claim", looked("Dino Ross"), c("claims/accept", "C-78")),
        Past("Accept the smallest claim that is in review", looked(), c("claims/accept", "C-79")),
        Past("Pay out 15000 euros for Cleo Hart's claim", looked("Cleo Hart"), c("claims/pay", "C-73", amount=15000)),
        Past("Change the amount of the fire claim to 16000", looked("fire"), c("claims/amend", "C-73", amount=16000)),
        Past("Refuse Dino Ross's water claim with the explanation 'Not insured'", looked("Dino Ross"), c("claims/refuse", "C-75", explanation="Not insured")),
        Past("Turn down the glass claim of Adele Noir saying 'Old damage'", looked("glass"), c("claims/refuse", "C-74", explanation="Old damage")),
        Past("Accept all undecided claims of Esme Pool", looked("Esme Pool"), c("claims/accept", "C-79")),
        Past("Accept all undecided claims of Bram Vos", looked("Bram Vos"), c("claims/accept", "C-72")),
        Past("If Adele Noir has more than one open claim, assign them to Otto", looked("Adele Noir"), c("claims/assign", "C-71", "C-74", handler="Otto")),
        Past("Write to the holders of all accepted claims 'The money is on its way'", looked("accepted"), c("claims/write", "C-73", body="The money is on its way")),
        Past("Email Kim with the subject 'Team meeting at nine'", [("handlers/mailbox", {"name": "Kim"})], [("handlers/mail", {"recipient": "kim@claims.example", "subject": "Team meeting at nine"})]),
    ),
)
