"""Public prices of AWS, dated, so that what a step uses can be told in dollars.

Prices are those of us-east-1 without free tiers, discounts by volume and savings plans: what the first step beyond them
costs.  Traffic within a region is free.  `standing` says how sure we are: a price that was read somewhere, with the
place, or one that is only remembered and has to be looked up before anybody rests a budget on it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

AS_OF = "2026-11-28"
REGION = "us-east-1"

Unit = Literal[
    "write_unit", "half_read_unit", "queue_request", "fair_request", "invocation", "gb_second",
    "blob_write", "blob_read", "key_request",
    "log_gb", "trace", "api_request", "metric_month", "table_gb_month", "blob_gb_month",
]
Usage = Mapping[Unit, float]

REMEMBERED = "as remembered, verify"


@dataclass(frozen=True, slots=True)
class Price:
    """`dollars` for `per` units."""

    dollars: float
    per: int
    what: str
    source: str
    standing: str


_MILLION = 1_000_000
PRICES: Mapping[Unit, Price] = {
    "write_unit": Price(
        0.625, _MILLION, "DynamoDB, on demand: written, per KB begun", "aws.amazon.com/dynamodb/pricing/on-demand",
        "read in airbyte.com, its page on DynamoDB pricing",
    ),
    "half_read_unit": Price(
        0.0625, _MILLION, "DynamoDB, on demand: read per 4 KB begun; two of them where consistently",
        "aws.amazon.com/dynamodb/pricing/on-demand", "read in airbyte.com, its page on DynamoDB pricing",
    ),
    "queue_request": Price(
        0.40, _MILLION, "SQS, standard queue: a request, per 64 KB begun", "aws.amazon.com/sqs/pricing",
        "read in cloudburn.io/blog/amazon-sqs-pricing (March 2026)",
    ),
    "fair_request": Price(
        0.10, _MILLION, "SQS: surcharge on a request about a message with a group", "aws.amazon.com/sqs/pricing",
        "read in cloudburn.io/blog/amazon-sqs-pricing (March 2026); that it is due for send, receive and delete alike "
        f"is the dearer reading: {REMEMBERED}",
    ),
    "invocation": Price(
        0.20, _MILLION, "Lambda: an invocation", "aws.amazon.com/lambda/pricing",
        "read in cloudchipr.com/blog/aws-lambda-pricing",
    ),
    "gb_second": Price(
        13.3334, _MILLION, "Lambda, arm64: a GB held for a second", "aws.amazon.com/lambda/pricing",
        "read in cloudchipr.com/blog/aws-lambda-pricing",
    ),
    "blob_write": Price(5.0, _MILLION, "S3: PUT", "aws.amazon.com/s3/pricing", REMEMBERED),
    "blob_read": Price(0.40, _MILLION, "S3: GET", "aws.amazon.com/s3/pricing", REMEMBERED),
    "key_request": Price(3.0, _MILLION, "KMS: a request", "aws.amazon.com/kms/pricing", REMEMBERED),
    "log_gb": Price(
        0.50, 1, "CloudWatch Logs: a GB taken in", "aws.amazon.com/cloudwatch/pricing",
        "read in duckbillgroup.com/?p=9080",
    ),
    "trace": Price(
        5.0, _MILLION, "X-Ray: a trace recorded, all its segments", "aws.amazon.com/xray/pricing",
        "read in aws.amazon.com/de/xray/pricing",
    ),
    "api_request": Price(
        3.50, _MILLION, "API Gateway, REST: a request", "aws.amazon.com/api-gateway/pricing",
        "read in awsforengineers.com/blog/aws-api-gateway-pricing-explained (May 2025)",
    ),
    "metric_month": Price(
        0.30, 1, "CloudWatch: a metric, kept for a month", "aws.amazon.com/cloudwatch/pricing",
        "read in signoz.io/guides/cloudwatch-pricing (February 2026)",
    ),
    "table_gb_month": Price(0.25, 1, "DynamoDB: a GB, kept for a month", "aws.amazon.com/dynamodb/pricing", REMEMBERED),
    "blob_gb_month": Price(0.023, 1, "S3: a GB, kept for a month", "aws.amazon.com/s3/pricing", REMEMBERED),
}


def dollars(usage: Usage) -> float:
    return sum(amount * PRICES[unit].dollars / PRICES[unit].per for unit, amount in usage.items())


def running(milliseconds: float, memory_mb: int) -> "Counter[Unit]":
    """What a function uses by being there; the invocation itself is not in it."""
    return Counter({"gb_second": memory_mb / 1024 * milliseconds / 1000})


def invoked() -> "Counter[Unit]":
    return Counter({"invocation": 1})


def delivered(messages: int = 1, *, fair: bool = True) -> "Counter[Unit]":
    """What Lambda asks of the queue for us: to receive a message and to delete it, one by one."""
    used: Counter[Unit] = Counter({"queue_request": 2 * messages})
    if fair:
        used["fair_request"] = 2 * messages
    return used
