"""Domains, DNS records and certificates: dotted names, natural keys beside prefixed ids, an upsert, TTLs in seconds, lists bare.

Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from tests.fields.checks import array, boolean, changing, matching, one_of, shape, whole
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Rows, Tool, equal, find, number, rows_of, text

TODAY = date(2026, 3, 11)
ROWS = {
    "domains": rows_of(
        "domain expires_on auto_renew locked contact",
        "nimbus.example|2027-02-11|true|true|platform@nimbus.example",
        "nimbus-labs.example|2026-03-29|false|true|labs@nimbus.example",
        "nimbus-shop.example|2026-05-30|true|true|shop@nimbus.example",
        "getnimbus.example|2026-03-20|true|false|marketing@nimbus.example",
        "nimbusconf.example|2026-04-05|false|true|marketing@nimbus.example",
        "oldnimbus.example|2026-11-01|true|true|platform@nimbus.example",
    ),
    "records": rows_of(
        "record_id domain name type value ttl proxied comment",
        "rec_101|nimbus.example|@|A|203.0.113.10|3600|true|",
        "rec_102|nimbus.example|www|CNAME|nimbus.example|3600|true|",
        "rec_103|nimbus.example|api|A|203.0.113.21|300|false|",
        "rec_104|nimbus.example|status|CNAME|statuspage.vendor.example|3600|false|",
        "rec_105|nimbus.example|@|MX|10 mx.mailhost.example|14400|false|",
        "rec_106|nimbus.example|@|TXT|v=spf1 include:mailhost.example -all|14400|false|",
        "rec_107|nimbus.example|staging|A|198.51.100.7|300|false|",
        "rec_108|nimbus.example|vpn|A|198.51.100.40|3600|false|owned by IT",
        "rec_109|nimbus-labs.example|@|A|198.51.100.7|3600|false|",
        "rec_110|nimbus-labs.example|www|CNAME|nimbus-labs.example|3600|true|",
        "rec_111|nimbus-labs.example|demo|A|198.51.100.7|60|false|",
        "rec_112|nimbus-shop.example|@|A|203.0.113.30|3600|true|",
        "rec_113|nimbus-shop.example|www|CNAME|nimbus-shop.example|3600|true|",
        "rec_114|nimbus-shop.example|cdn|CNAME|edge.cdn.example|86400|false|",
        "rec_115|getnimbus.example|@|A|203.0.113.10|3600|true|",
        "rec_116|getnimbus.example|_verify|TXT|site-verification=3k9d|3600|false|",
        "rec_117|nimbusconf.example|@|A|203.0.113.55|3600|false|",
        "rec_118|nimbusconf.example|tickets|CNAME|tix.vendor.example|3600|false|",
        "rec_119|nimbus.example|old-blog|CNAME|blogs.vendor.example|3600|false|moved in 2024",
        "rec_120|nimbus-shop.example|@|MX|10 mx.mailhost.example|14400|false|",
    ),
    "redirects": rows_of(
        "redirect_id from_host to_url permanent",
        "rd-31|getnimbus.example|https://nimbus.example/start|true",
        "rd-32|oldnimbus.example|https://nimbus.example/hello-again|true",
        "rd-33|nimbusconf.example|https://nimbus.example/conf-2025|false",
    ),
    "certificates": rows_of(
        "cert_id host issuer expires_on status",
        "crt-501|nimbus.example|Encrypt Now|2026-05-18|issued",
        "crt-502|api.nimbus.example|Encrypt Now|2026-03-16|issued",
        "crt-503|status.nimbus.example|Encrypt Now|2026-03-09|expired",
        "crt-504|nimbus-shop.example|TrustWave EV|2026-03-24|issued",
        "crt-505|nimbus-labs.example|Encrypt Now|2026-06-02|issued",
        "crt-506|demo.nimbus-labs.example|Encrypt Now|2026-03-08|expired",
        "crt-507|vpn.nimbus.example|TrustWave EV|2026-08-14|issued",
        "crt-508|tickets.nimbusconf.example|Encrypt Now|2026-03-30|issued",
    ),
}
KINDS, REASONS = ("A", "AAAA", "CNAME", "MX", "TXT"), ("key_compromise", "superseded", "cessation_of_operation")


def words(told: object) -> str:
    if not isinstance(told, str) or not told:
        raise Refusal("a text is needed")
    return told


def ttl_of(told: object) -> int:
    return whole(told, 60, 86400)


def update_domain(rows: Rows, domain: str, changes: Mapping[str, object]) -> object:
    return changing(find(rows["domains"], "domain", domain), {**changes}, auto_renew=boolean, locked=boolean, contact=words)


def renew_domain(rows: Rows, domain: str, years: int = 1) -> object:
    row = find(rows["domains"], "domain", domain)
    year, rest = row["expires_on"].split("-", 1)
    row["expires_on"] = f"{int(year) + whole(years, 1, 10)}-{rest}"
    return row


def release(rows: Rows, domain: str) -> object:
    rows["domains"].remove(find(rows["domains"], "domain", domain))
    return {"released": domain}


def records(rows: Rows, domain: str, type: str = "", name: str = "") -> object:
    find(rows["domains"], "domain", domain)
    return equal(rows["records"], {"domain": domain, "type": one_of(type, "", *KINDS), "name": name})


def upsert(rows: Rows, domain: str, name: str, type: str, value: str, **more: object) -> object:
    find(rows["domains"], "domain", domain)
    key = {"domain": domain, "name": words(name), "type": one_of(type, *KINDS)}
    there = equal(rows["records"], key)
    new = {"record_id": f"rec_{101 + len(rows['records'])}", **key, "value": "", "ttl": 3600, "proxied": False, "comment": ""}
    row = changing(there[0] if there else new, {"value": value, **more}, value=words, ttl=ttl_of, proxied=boolean)
    rows["records"] += [] if there else [row]
    return row


def patch(rows: Rows, record_id: str, **fields: object) -> object:
    return changing(find(rows["records"], "record_id", record_id), fields, ttl=ttl_of, proxied=boolean, comment=str)


def delete(rows: Rows, record_id: str) -> object:
    rows["records"].remove(find(rows["records"], "record_id", record_id))
    return {"deleted": record_id}


def redirect(rows: Rows, from_host: str, to_url: str, permanent: bool = True) -> object:
    if from_host in [row["from_host"] for row in rows["redirects"]] or not words(to_url).startswith("http"):
        raise Refusal("a host redirects once, to an address that begins with http")
    rows["redirects"].append({
        "redirect_id": f"rd-{31 + len(rows['redirects'])}", "from_host": words(from_host), "to_url": to_url, "permanent": boolean(permanent),
    })  # fmt: skip
    return rows["redirects"][-1]


def request(rows: Rows, host: str, validation: str = "dns") -> object:
    how = one_of(validation, "dns", "http")
    rows["certificates"].append({
        "cert_id": f"crt-{501 + len(rows['certificates'])}", "host": words(host), "issuer": "Encrypt Now", "expires_on": "", "status": "pending", "validation": how,
    })  # fmt: skip
    return rows["certificates"][-1]


def usable(rows: Rows, cert_id: str) -> dict:
    row = find(rows["certificates"], "cert_id", cert_id)
    if row["status"] not in ("issued", "expired"):
        raise Refusal(f"{cert_id} is {row['status']}")
    return row


def renew(rows: Rows, cert_id: str) -> object:
    row = usable(rows, cert_id)
    row.update(expires_on=(TODAY + timedelta(90)).isoformat(), status="issued")
    return row


def revoke(rows: Rows, cert_id: str, reason: str) -> object:
    row = usable(rows, cert_id)
    row.update(reason=one_of(reason, *REASONS), status="revoked")
    return row


def put(host: str, type: str, value: str, **more: object) -> Call:
    """`api.nimbus.example` is the record `api` of the domain `nimbus.example`; `@.nimbus.example` the domain itself."""
    name, domain = host.split(".", 1)
    return "records.upsert", {"domain": domain, "name": name, "type": type, "value": value, **more}


def rec(verb: str, *records: int, **more: object) -> list[Call]:
    return [(f"records.{verb}", {"record_id": f"rec_{one}", **more}) for one in records]


def cert(verb: str, *certificates: int, **more: object) -> list[Call]:
    return [(f"certificates.{verb}", {"cert_id": f"crt-{one}", **more}) for one in certificates]


def dom(*domains: str, **changes: object) -> list[Call]:
    return [("domains.update", {"domain": f"{one}.example", "changes": changes}) for one in domains]


def years(domain: str, count: int) -> list[Call]:
    return [("domains.renew", {"domain": f"{domain}.example", "years": count})]


def look(domain: str, **filters: object) -> Call:
    return "records.list", {"domain": f"{domain}.example", **filters}


DOMAINS, CERTIFICATES, REDIRECTS = ("domains.list", {}), ("certificates.list", {}), ("redirects.list", {})
DOMAIN, RECORD, CERT, KIND = text("Domain name, e.g. acme.example"), text("rec_…"), text("crt-…"), text("Record type", enum=list(KINDS))
TTL, PROXIED, FLAG = number("Time to live in seconds", minimum=60, maximum=86400), {"type": "boolean", "description": "Traffic goes through our proxy"}, {"type": "boolean"}
CHANGES = {"type": "object", "properties": {"auto_renew": FLAG, "locked": {"type": "boolean", "description": "Transfer lock"}, "contact": text("Mail address of the contact")}}
TOOLS = (
    Tool("domains.list", "List the registered domains of the account", {}, lambda rows: rows["domains"], outputs=array(domain=DOMAIN, expires_on=text(format="date"), auto_renew=FLAG, locked=FLAG, contact=text())),
    Tool("domains.update", "Change settings of a domain; what is not in changes stays", {"domain": DOMAIN, "changes": CHANGES}, update_domain, ("domain", "changes")),
    Tool("domains.renew", "Pay for a domain for more years", {"domain": DOMAIN, "years": number("1 to 10", default=1, minimum=1, maximum=10)}, renew_domain, ("domain",)),
    Tool("domains.release", "Give a domain up; anybody can register it then", {"domain": DOMAIN}, release, ("domain",)),
    Tool("records.list", "List the DNS records of one domain", {"domain": DOMAIN, "type": KIND, "name": text("Host part, @ for the domain itself")}, records, ("domain",)),
    Tool("records.upsert", "Create a record, or replace the value of the one with this name and type", {"domain": DOMAIN, "name": text("Host part (e.g. www), @ for the domain itself"), "type": KIND, "value": text("IP address, host name or text"), "ttl": number("Seconds; stays as it is if left out, 3600 for a new record"), "proxied": PROXIED}, upsert, ("domain", "name", "type", "value")),
    Tool("records.patch", "Change TTL, proxying or comment of a record", {"record_id": RECORD, "ttl": TTL, "proxied": PROXIED, "comment": text()}, patch, ("record_id",)),
    Tool("records.delete", "Delete a record", {"record_id": RECORD}, delete, ("record_id",)),
    Tool("redirects.list", "List the HTTP redirects", {}, lambda rows: rows["redirects"]),
    Tool("redirects.create", "Send visitors of a host to a URL", {"from_host": text("Host name"), "to_url": text(format="uri"), "permanent": {"type": "boolean", "default": True, "description": "301 if true, 302 if false"}}, redirect, ("from_host", "to_url")),
    Tool("certificates.list", "List TLS certificates", {"status": text(enum=["pending", "issued", "expired", "revoked"])}, lambda rows, status="": matching(rows["certificates"], {}, status=status), outputs=array(cert_id=CERT, host=text("Host name"), issuer=text(), expires_on=text(format="date"), status=text())),
    Tool("certificates.request", "Order a new TLS certificate for a host", {"host": text("Host name"), "validation": text("How control of the host is proved", enum=["dns", "http"], default="dns")}, request, ("host",), shape(cert_id=CERT, status=text())),
    Tool("certificates.renew", "Renew a certificate for 90 days", {"cert_id": CERT}, renew, ("cert_id",)),
    Tool("certificates.revoke", "Revoke a certificate at once", {"cert_id": CERT, "reason": text(enum=list(REASONS))}, revoke, ("cert_id", "reason")),
)
JOBS = (
    Job("Point api.nimbus.example at 203.0.113.22", [put("api.nimbus.example", "A", "203.0.113.22")]),
    Job("Lower the TTL of vpn.nimbus.example to 5 minutes", rec("patch", 108, ttl=300)),
    Job("delete the old-blog record on nimbus.example please", rec("delete", 119)),
    Job("Switch auto-renewal on for nimbus-labs.example", dom("nimbus-labs", auto_renew=True)),
    Job("Please renew the certificate for api.nimbus.example", cert("renew", 502)),
    Job("We need a new CNAME shop.nimbus.example that points to nimbus-shop.example, TTL one day", [put("shop.nimbus.example", "CNAME", "nimbus-shop.example", ttl=86400)]),
    Job("Renew nimbusconf.example for two more years", years("nimbusconf", 2)),
    Job("getnimbus.example has no transfer lock. Could you fix that?", dom("getnimbus", locked=True)),
    Job("Get us a certificate for shop.nimbus.example", [("certificates.request", {"host": "shop.nimbus.example"})]),
    Job("Redirect www.getnimbus.example to https://nimbus.example/start, but only temporarily", [("redirects.create", {"from_host": "www.getnimbus.example", "to_url": "https://nimbus.example/start", "permanent": False})]),
    Job("The verification TXT on getnimbus should read 'site-verification=7zq1' from now on", [put("_verify.getnimbus.example", "TXT", "site-verification=7zq1")]),
    Job("Renew every certificate that has already expired", cert("renew", 503, 506)),
    Job("All certificates that are still valid but run out before the end of March need renewing. Leave nimbus-shop.example out, TrustWave does that one for us.", cert("renew", 502, 508)),
    Job("Everything on nimbusconf.example should be behind the proxy", rec("patch", 117, 118, proxied=True)),
    Job("Staging has moved: staging.nimbus.example and demo.nimbus-labs.example both point to 198.51.100.90 now", [put("staging.nimbus.example", "A", "198.51.100.90"), put("demo.nimbus-labs.example", "A", "198.51.100.90")]),
    Job("We're handing oldnimbus.example over to another registrar, so unlock it and turn auto-renew off", dom("oldnimbus", auto_renew=False, locked=False)),
    Job("The mail host has a new name. On every domain whose MX points to mx.mailhost.example, make it '10 mx.newmail.example'", [put("@.nimbus.example", "MX", "10 mx.newmail.example"), put("@.nimbus-shop.example", "MX", "10 mx.newmail.example")]),
    Job("Raise the TTL of all CNAME records of nimbus.example to 24 hours", rec("patch", 102, 104, 119, ttl=86400)),
    Job("Remove every record on nimbus-labs.example that points to 198.51.100.7", rec("delete", 109, 111)),
    Job("Before Saturday's migration I want short TTLs: every record on nimbus-shop.example with a TTL longer than an hour should get 60 seconds", rec("patch", 114, 120, ttl=60)),
    Job("Marketing doesn't exist any more. Where marketing@nimbus.example is the contact of a domain, put brand@nimbus.example there instead", dom("getnimbus", "nimbusconf", contact="brand@nimbus.example")),
    Job("If the certificate of vpn.nimbus.example runs out within the next 60 days, renew it. Otherwise don't do anything.", []),
    Job("The private key of the VPN certificate was leaked! Revoke it and order a new one for vpn.nimbus.example", [*cert("revoke", 507, reason="key_compromise"), ("certificates.request", {"host": "vpn.nimbus.example"})]),
    Job("The conference is over: tickets.nimbusconf.example can be deleted, and revoke its certificate (cessation of operation)", [*rec("delete", 118), *cert("revoke", 508, reason="cessation_of_operation")]),
    Job("Extend the domain that expires soonest by a year", years("getnimbus", 1)),
    Job("Which of our domains expire in the next four weeks and aren't renewed automatically?", [], shows=("nimbus-labs.example", "nimbusconf.example", "2026-04-05")),
    Job("Is status.nimbus.example proxied?", [], shows=("statuspage.vendor.example",)),
    Job("Where does oldnimbus.example redirect to?", [], shows=("https://nimbus.example/hello-again",)),
    Job("Change the TTL of the www record to 10 minutes", ASK),
    Job("Renew the certificate for blog.nimbus.example", ASK),
    Job("Point vpn.nimbus.example to the new server", ASK),
    Job("Block all visitors from abroad on nimbus-shop.example", ASK),
)
PASTS = (
    Past("Point vpn.nimbus.example at 198.51.100.41", [look("nimbus", name="vpn")], [put("vpn.nimbus.example", "A", "198.51.100.41")]),
    Past("Set the TTL of api.nimbus.example to one minute", [look("nimbus", name="api")], rec("patch", 103, ttl=60)),
    Past("delete the _verify record on getnimbus.example", [look("getnimbus", name="_verify")], rec("delete", 116)),
    Past("Switch auto-renewal off for getnimbus.example", [DOMAINS], dom("getnimbus", auto_renew=False)),
    Past("Please renew the certificate for nimbus-shop.example", [CERTIFICATES], cert("renew", 504)),
    Past("We need a new A record docs.nimbus.example that points to 203.0.113.60, TTL 5 minutes", [look("nimbus", name="docs")], [put("docs.nimbus.example", "A", "203.0.113.60", ttl=300)]),
    Past("Renew nimbus-labs.example for three more years", [DOMAINS], years("nimbus-labs", 3)),
    Past("nimbusconf.example still has its transfer lock, take it off please", [DOMAINS], dom("nimbusconf", locked=False)),
    Past("Get us a certificate for docs.nimbus.example, http validation", [], [("certificates.request", {"host": "docs.nimbus.example", "validation": "http"})]),
    Past("Redirect docs.getnimbus.example to https://nimbus.example/docs", [REDIRECTS], [("redirects.create", {"from_host": "docs.getnimbus.example", "to_url": "https://nimbus.example/docs"})]),
    Past("Renew all TrustWave certificates", [CERTIFICATES], cert("renew", 504, 507)),
    Past("Everything on nimbus-labs.example should be behind the proxy", [look("nimbus-labs")], rec("patch", 109, 111, proxied=True)),
    Past("The labs box has moved: nimbus-labs.example and demo.nimbus-labs.example point to 198.51.100.8 now", [look("nimbus-labs")], [put("@.nimbus-labs.example", "A", "198.51.100.8"), put("demo.nimbus-labs.example", "A", "198.51.100.8")]),
    Past("Which certificates have expired?", [("certificates.list", {"status": "expired"})], []),
    Past("Set the TTL of all A records of nimbus.example to 10 minutes", [look("nimbus", type="A")], rec("patch", 101, 103, 107, 108, ttl=600)),
    Past("Remove every CNAME on nimbusconf.example", [look("nimbusconf", type="CNAME")], rec("delete", 118)),
    Past("The shop's certificate was superseded, revoke it", [CERTIFICATES], cert("revoke", 504, reason="superseded")),
    Past("Let go of oldnimbus.example, nobody uses it any more", [DOMAINS], [("domains.release", {"domain": "oldnimbus.example"})]),
    Past("Where shop@nimbus.example is the contact of a domain, put web@nimbus.example there", [DOMAINS], dom("nimbus-shop", contact="web@nimbus.example")),
    Past("Take getnimbus.example out of the proxy", [look("getnimbus", name="@")], rec("patch", 115, proxied=False)),
    Past("If nimbus-labs.example expires this month, extend it by a year", [DOMAINS], years("nimbus-labs", 1)),
    Past("What is the TTL of cdn.nimbus-shop.example?", [look("nimbus-shop", name="cdn")], []),
)
FIELD = Field("zones", ROWS, TOOLS, JOBS, PASTS)
