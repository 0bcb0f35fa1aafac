"""Whether a log line's metrics can be read by CloudWatch: what its specification asks of the embedded metric format.

Source: "Specification: Embedded metric format", Amazon CloudWatch User Guide, and the JSON schema printed there.
"""

from collections.abc import Iterator, Mapping
from typing import Any  # Any: log lines are JSON

from jsonschema import Draft7Validator

MOST_DIMENSIONS, MOST_METRICS, LONGEST_LINE = 30, 100, 1_000_000
_NAME = {"type": "string", "minLength": 1, "maxLength": 1024}
SCHEMA: Mapping[str, Any] = {
    "type": "object", "required": ["_aws"],
    "properties": {"_aws": {
        "type": "object", "required": ["Timestamp", "CloudWatchMetrics"],
        "properties": {
            "Timestamp": {"type": "integer"},
            "CloudWatchMetrics": {"type": "array", "minItems": 1, "items": {
                "type": "object", "required": ["Namespace", "Dimensions", "Metrics"],
                "properties": {
                    "Namespace": _NAME,
                    "Dimensions": {"type": "array", "minItems": 1, "items": {
                        "type": "array", "items": {**_NAME, "maxLength": 250}, "maxItems": MOST_DIMENSIONS,
                    }},
                    "Metrics": {"type": "array", "minItems": 1, "maxItems": MOST_METRICS, "items": {
                        "type": "object", "required": ["Name"], "properties": {"Name": _NAME, "Unit": _NAME},
                    }},
                },
            }},
        },
    }},
}


def faults(line: Mapping[str, Any]) -> list[str]:
    """What is wrong with the metrics of a line that claims to have some; in sentences."""
    found = [error.message for error in Draft7Validator(SCHEMA).iter_errors(line)]
    return found or list(_missing(line))


def _missing(line: Mapping[str, Any]) -> Iterator[str]:
    for directive in line["_aws"]["CloudWatchMetrics"]:
        for metric in directive["Metrics"]:
            value = line.get(metric["Name"])
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                yield f"metric {metric['Name']!r} is {value!r}, which is no number"
        for name in (name for dimensions in directive["Dimensions"] for name in dimensions):
            if not (isinstance(line.get(name), str) and line[name]):
                yield f"dimension {name!r} is {line.get(name)!r}, which is no text"
