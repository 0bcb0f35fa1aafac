"""What people look at, and what wakes them beyond the queues and functions themselves, as a part of the template.

Made from the names in `chalicelib.observe.metrics`, so that a widget cannot ask for a metric that no record has; a test
looks at the fields of the saved queries likewise.  `package.merged` puts it into the template.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any  # Any: templates are JSON

from chalicelib.observe.metrics import DEFECTS, METRICS, NAMESPACE, SERVICE
from infra.aws.policies import FUNCTIONS

NAME = "${NamePrefix}-${Stage}"
CONSOLE = "https://${AWS::Region}.console.aws.amazon.com/cloudwatch/home?region=${AWS::Region}"
WIDTH, HEIGHT = 8, 6
QUEUES = {"steps": "Steps", "webhooks": "Webhooks", "learn": "Lessons", "intake": "Intake"}
Json = Mapping[str, Any]

QUERIES: Mapping[str, str] = {
    "Find a task": """
        filter task_id = "TASK"
        | fields @timestamp, message, step, label, tool, action, attempt, status, reason, edit, duration_ms, why
        | sort @timestamp""",
    "Failures by tool": """
        filter message = "step" and ispresent(reason)
        | stats count(*) as attempts by tool, action, status, reason, http_status
        | sort attempts desc""",
    "Recoveries": """
        filter message = "step" and (ispresent(recoveries) or attempt > 1)
        | stats count(*) as attempts by tool, action, reason, edit, status
        | sort attempts desc""",
    "Slow tools": """
        filter message = "step" and ispresent(tool)
        | stats count(*) as calls, pct(tool_duration_ms, 50) as p50, pct(tool_duration_ms, 99) as p99 by tool, action
        | sort p99 desc""",
    "Cost by sub-agent": """
        filter message = "step" and ispresent(sub_agent)
        | stats sum(estimated_cost_usd) as usd, sum(steps) as n, avg(aws_calls) as calls by account, sub_agent
        | sort usd desc""",
    "Mistakes of ours": """
        filter ispresent(defects)
        | fields @timestamp, message, task_id, step, route, reason, error, defect, traceback
        | sort @timestamp desc""",
    "Messages that come again": """
        filter ispresent(again_s)
        | stats count(*) as times by why, account""",
    "Refused requests": """
        filter message = "request" and http_status >= 400
        | stats count(*) as times by route, method, http_status, code, key_id
        | sort times desc""",
    "Webhooks in trouble": """
        filter message = "webhook" and status != "delivered"
        | stats count(*) as tries by account, status, http_status, event""",
    "Tasks by sub-agent": """
        filter message = "task"
        | stats count(*) as n, avg(task_steps), pct(task_duration_ms, 50) as p50 by account, sub_agent, status
        | sort n desc""",
}
"""Saved Logs Insights queries, by what they are for."""


def template() -> dict[str, Any]:
    return {
        "Parameters": {
            "Metrics": {"Type": "String", "Default": "1", "AllowedValues": ["0", "1"],
                        "Description": "1 writes metrics along with the log; see docs/operate.md for what they cost."},
            "LogSampling": {"Type": "Number", "Default": 1, "MinValue": 0, "MaxValue": 1,
                            "Description": "The share of tasks whose uneventful steps leave a whole record."},
            "LogLevel": {"Type": "String", "Default": "INFO", "AllowedValues": ["DEBUG", "INFO", "WARNING", "ERROR"]},
        },
        "Globals": {"Function": {"Environment": {"Variables": {
            "POWERTOOLS_SERVICE_NAME": _sub(NAME), "POWERTOOLS_LOG_LEVEL": {"Ref": "LogLevel"},
            "REPLAN_METRICS": {"Ref": "Metrics"}, "REPLAN_LOG_SAMPLING": {"Ref": "LogSampling"},
        }}}},
        "Resources": {
            "Dashboard": {"Type": "AWS::CloudWatch::Dashboard", "Properties": {
                "DashboardName": _sub(NAME), "DashboardBody": _sub(json.dumps({"widgets": widgets()})),
            }},
            **{_id(name): _query(name, text) for name, text in QUERIES.items()}, **_alarms(),
        },
        "Outputs": {"DashboardUrl": {"Value": _sub(f"{CONSOLE}#dashboards:name={NAME}")}},
    }


def _query(name: str, text: str) -> Json:
    lines = (line.strip() for line in text.strip().splitlines())
    return {"Type": "AWS::Logs::QueryDefinition", "Properties": {
        "Name": _sub(f"{NAME}/{name}"), "QueryString": "\n".join(lines),
        "LogGroupNames": [{"Ref": f"{function}Log"} for function in FUNCTIONS.values()],
    }}


def _alarms() -> Json:
    """Those that neither a queue nor a function can ring; docs/operate.md says what each asks for."""
    service = [{"Name": SERVICE, "Value": _sub(NAME)}]
    return {
        "DefectsAlarm": _alarm(
            'A mistake of ours was written down; see docs/operate.md, "Mistakes of ours".',
            NAMESPACE, DEFECTS, service, "Sum", 300, 0,
        ),
        "GaveUpAlarm": _alarm(
            'Webhooks were given up after five tries; see docs/operate.md, "Webhooks".',
            NAMESPACE, "deliveries", [*service, {"Name": "status", "Value": "gave_up"}], "Sum", 3600, 0,
        ),
        "SweepSilentAlarm": {**(silent := _alarm(
            'The sweeper does not run; see docs/operate.md, "The sweeper".',
            "AWS/Lambda", "Invocations", [{"Name": "FunctionName", "Value": {"Ref": "Sweep"}}], "Sum", 300, 1,
        )), "Properties": {
            **silent["Properties"], "ComparisonOperator": "LessThanThreshold", "TreatMissingData": "breaching",
        }},
    }


def _alarm(
    what: str, namespace: str, metric: str, dimensions: Sequence[Json], statistic: str, period: int, threshold: int
) -> Json:
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": {
        "AlarmDescription": what, "Namespace": namespace, "MetricName": metric, "Dimensions": list(dimensions),
        "Statistic": statistic, "Period": period, "EvaluationPeriods": 1, "Threshold": threshold,
        "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "notBreaching",
        "AlarmActions": {"Fn::If": ["HasTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]},
    }}


def widgets() -> list[Json]:
    shown = [
        _widget("Steps by status", [_search("steps", ("status",), "Sum")]),
        _widget("Failed attempts by reason", [_search("steps", ("status", "reason"), "Sum")]),
        _widget("Tasks ended, by status", [_search("tasks", ("status",), "Sum")]),
        _widget("Step and its tool (ms)", [
            _own(name, at) for name in ("duration_ms", "tool_duration_ms") for at in ("p50", "p99")]),
        _widget("Task, from request to end (ms)", [_own("task_duration_ms", at) for at in ("p50", "p90", "p99")]),
        _widget("In the queue (ms)", [_own("queue_age_ms", at) for at in ("p50", "p99")]),
        _widget("Recoveries, lessons", [
            _own(name, "Sum") for name in ("recoveries", "lessons_used", "lessons_learned")]),
        _widget("AWS calls of a step", [_own("aws_calls", at) for at in ("Average", "p99")]),
        _widget("Estimated cost of a million steps ($)", [
            {"expression": "1000000*cost/steps", "label": "USD"},
            _own("estimated_cost_usd", "Sum", id="cost", visible=False),
            _own("duration_ms", "SampleCount", id="steps", visible=False)]),
        _widget("Webhooks by status", [_search("deliveries", ("status",), "Sum")]),
        _widget("Intake, repairs, mistakes of ours", [
            _own(name, "Sum") for name in ("accepted", "refused", "repairs", DEFECTS)]),
        _widget("Oldest message (s)", [
            ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", f"${{{one}.QueueName}}", {"stat": "Maximum"}]
            for one in QUEUES.values()]),
        _widget("Dead letters", [
            ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", f"${{{one}Dead.QueueName}}",
             {"stat": "Maximum"}] for one in QUEUES.values()]),
        _widget("Functions: errors and throttles", [
            ["AWS/Lambda", metric, "FunctionName", f"${{{one}}}", {"stat": "Sum"}]
            for metric in ("Errors", "Throttles") for one in FUNCTIONS.values()]),
        _widget("API", [
            ["AWS/ApiGateway", metric, "ApiName", NAME, {"stat": stat}]
            for metric, stat in (("Count", "Sum"), ("4XXError", "Sum"), ("5XXError", "Sum"), ("Latency", "p99"))]),
    ]
    across = 24 // WIDTH
    return [{**one, "x": WIDTH * (at % across), "y": HEIGHT * (at // across)} for at, one in enumerate(shown)]


def _widget(title: str, metrics: Sequence[Any]) -> dict[str, Any]:
    lines = [[one] if isinstance(one, dict) else one for one in metrics]
    return {"type": "metric", "width": WIDTH, "height": HEIGHT, "properties": {
        "title": title, "region": "${AWS::Region}", "period": 300, "view": "timeSeries", "metrics": lines,
    }}


def _own(metric: str, stat: str, **more: Any) -> list[Any]:
    """Raises `LookupError` for a metric that no record has."""
    _known(metric, ())
    return [NAMESPACE, metric, SERVICE, NAME, {"stat": stat, "label": f"{metric} {stat}", **more}]


def _search(metric: str, by: tuple[str, ...], stat: str) -> Json:
    """A line for each combination of values that there has been."""
    _known(metric, by)
    schema = ",".join((NAMESPACE, SERVICE, *by))
    found = f"SEARCH('{{{schema}}} MetricName=\"{metric}\" {SERVICE}=\"{NAME}\"', '{stat}')"
    return {"expression": found, "label": ""}


def _known(metric: str, by: tuple[str, ...]) -> None:
    if not any(metric in one.names and by in one.by for kind in METRICS.values() for one in kind):
        raise LookupError(f"no record has a metric {metric!r} by {by}")


def _id(name: str) -> str:
    return "Query" + "".join(word.capitalize() for word in name.replace("-", " ").split())


def _sub(text: str) -> Json:
    return {"Fn::Sub": text}
