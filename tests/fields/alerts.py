"""Alerts of machines: list-all without declared fields, acts with an id, numbers over series, field and value."""

from tests.fields.service import ASK, Field, Job, Rows, Tool, contains, find, number, rows_of, text

ROWS = {
    "alerts": rows_of(
        "alert_id host severity message raised_at acknowledged owner",
        "501|web-1|critical|disk almost full|2026-03-11T08:15:00|false|kim",
        "502|web-2|warning|high latency|2026-03-10T22:40:00|false|lou",
        "503|db-1|critical|replica lag|2026-03-09T03:05:00|true|kim",
        "504|db-1|info|backup finished|2026-03-11T04:00:00|false|lou",
        "505|web-1|warning|high latency|2026-03-08T12:00:00|false|kim",
        "506|cache-1|critical|memory pressure|2026-03-11T09:30:00|false|sam",
    ),
    "thresholds": rows_of("rule_id metric limit", "1|cpu load|80", "2|disk usage|90", "3|memory usage|85"),
}


def active(rows: Rows) -> object:
    return rows["alerts"]


def rules(rows: Rows, metric: str = "") -> object:
    return contains(rows["thresholds"], {"metric": metric})


def acknowledge(rows: Rows, alert_id: int) -> object:
    find(rows["alerts"], "alert_id", alert_id)["acknowledged"] = True
    return "ok"


def close(rows: Rows, alert_id: int) -> object:
    rows["alerts"].remove(find(rows["alerts"], "alert_id", alert_id))
    return "ok"


def edit(rows: Rows, alert_id: int, field: str, value: object) -> object:
    find(rows["alerts"], "alert_id", alert_id)[field] = value
    return "ok"


def limit(rows: Rows, rule_id: int, limit: int) -> object:
    find(rows["thresholds"], "rule_id", rule_id)["limit"] = limit
    return "ok"


ID = number("ID of the alert.")
FIELD = Field(
    "alerts", ROWS,
    (
        Tool("get_all_alerts", "Returns all alerts.", {}, active),
        Tool("acknowledge_alert", "Acknowledges an alert.", {"alert_id": ID}, acknowledge, ("alert_id",)),
        Tool("delete_alert", "Deletes an alert.", {"alert_id": ID}, close, ("alert_id",)),
        Tool("edit_alert", "Edits one field of an alert.", {"alert_id": ID, "field": text("One of: host, severity, message, owner."), "value": text("The new value.")}, edit, ("alert_id", "field", "value")),
        Tool("search_rules", "Searches threshold rules by metric.", {"metric": text("Name of the metric.")}, rules),
        Tool("update_rule", "Changes the limit of a threshold rule.", {"rule_id": number("ID of the rule."), "limit": number("New limit in percent.")}, limit, ("rule_id", "limit")),
    ),
    (
        Job("Acknowledge all critical alerts of web-1", [("acknowledge_alert", {"alert_id": 501})]),
        Job("Acknowledge the latest alert", [("acknowledge_alert", {"alert_id": 506})]),
        Job("Delete all info alerts", [("delete_alert", {"alert_id": 504})]),
        Job("Delete all alerts older than March 9", [("delete_alert", {"alert_id": 505})]),
        Job("Acknowledge every unacknowledged alert of kim", [("acknowledge_alert", {"alert_id": 501}), ("acknowledge_alert", {"alert_id": 505})]),
        Job("Set the limit of the cpu load rule to 75", [("update_rule", {"rule_id": 1, "limit": 75})]),
        Job("If there is a critical alert on cache-1, set the limit of the memory usage rule to 70, otherwise delete the memory pressure alert", [("update_rule", {"rule_id": 3, "limit": 70})]),
        Job("If there are more than 3 critical alerts, delete all warning alerts", []),
        Job("Delete the high latency alert", ASK),
        Job("Change the severity of the replica lag alert to warning", [("edit_alert", {"alert_id": 503, "field": "severity", "value": "warning"})]),
        Job("Reassign all alerts of lou to sam", [("edit_alert", {"alert_id": 502, "field": "owner", "value": "sam"}), ("edit_alert", {"alert_id": 504, "field": "owner", "value": "sam"})]),
        Job("Delete all critical alerts from yesterday", []),
        Job("Delete all warning alerts and acknowledge the replica lag alert", [("delete_alert", {"alert_id": 502}), ("delete_alert", {"alert_id": 505}), ("acknowledge_alert", {"alert_id": 503})]),
    ),
)
