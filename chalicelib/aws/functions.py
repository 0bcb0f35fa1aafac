"""Functions that the operator lets accounts use as tools, invoked with the role of this process.

    REPLAN_LAMBDA_TOOLS = arn:aws:lambda:eu-central-1:123456789012:function:replan-tools-{account}-*, …

A pattern names its region and account in full, so that no function of another is ever asked for; it is also what
the role of `run_step` may invoke (`lambda:InvokeFunction`), with `*` in the place of `{account}`.  A caller of the
API can name only what a pattern permits: anything else the role may do is out of its reach.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any  # Any: the client context is JSON, and botocore makes a client's methods when it is made

from chalicelib.domain.errors import Unavailable
from chalicelib.engine.functions_port import Invoked, NotHeard

_PATTERN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:(?=[^*]*[A-Za-z0-9])[A-Za-z0-9_$:{}*-]+")
_LONGEST_CONTEXT = 3_500


def read_patterns(text: str) -> Sequence[str]:
    """Raises `Unavailable` for one that would permit more than functions of one account in one region."""
    patterns = [one.strip() for one in text.split(",") if one.strip()]
    for one in patterns:
        if not _PATTERN.fullmatch(one.replace("{account}", "account")):
            raise Unavailable(f"REPLAN_LAMBDA_TOOLS holds {one!r}; write patterns such as "
                              "arn:aws:lambda:REGION:ACCOUNT:function:replan-tools-*, region and account in full")
    return patterns


class LambdaFunctions:
    """The `Functions` port."""

    def __init__(self, patterns: Sequence[str], endpoint_url: str | None, timeout: float) -> None:
        """`timeout`: the longest that an answer is waited for, in seconds."""
        self._patterns = patterns
        self._endpoint_url = endpoint_url
        self._timeout = timeout
        self._clients: dict[str, Any] = {}

    def refusal(self, arn: str, account: str) -> str:
        own = account.partition(".")[0]
        if any(fnmatchcase(arn, pattern.replace("{account}", own)) for pattern in self._patterns):
            return ""
        return "the operator does not let this account use it as a tool: REPLAN_LAMBDA_TOOLS names those that may be"

    def invoke(self, arn: str, payload: bytes, context: Mapping[str, Any], timeout: float) -> Invoked | NotHeard:
        from botocore import exceptions as aws

        told = b64encode(json.dumps(context).encode()).decode()
        try:
            answer = self._client(arn.split(":")[3]).invoke(
                FunctionName=arn, InvocationType="RequestResponse", Payload=payload,
                **({"ClientContext": told} if len(told) <= _LONGEST_CONTEXT else {}),
            )
            return Invoked(200, answer["Payload"].read(), error="FunctionError" in answer)
        except aws.ClientError as error:
            return _refused(error.response)
        except (aws.HTTPClientError, aws.IncompleteReadError, aws.SSLError) as error:
            return NotHeard(f"no answer of the function: {type(error).__name__}", sent=True)
        except (aws.ConnectionError, aws.NoCredentialsError) as error:
            return NotHeard(f"the function could not be invoked: {type(error).__name__}", sent=False)

    def _client(self, region: str) -> Any:
        if region not in self._clients:
            from boto3.session import Session
            from botocore.config import Config

            config = Config(  # an invocation may have had its effect: it is never tried a second time here
                retries={"total_max_attempts": 1, "mode": "standard"}, connect_timeout=3, read_timeout=self._timeout,
                tcp_keepalive=True,
            )
            session = Session(region_name=region)
            self._clients[region] = session.client("lambda", endpoint_url=self._endpoint_url, config=config)
        return self._clients[region]


def _refused(response: Mapping[str, Any]) -> Invoked:
    """What the Lambda service says instead of running the function."""
    meta, error = response.get("ResponseMetadata", {}), response.get("Error", {})
    body = json.dumps({"code": error.get("Code"), "message": error.get("Message")}).encode()
    headers = {str(name).lower(): str(value) for name, value in meta.get("HTTPHeaders", {}).items()}
    return Invoked(int(meta.get("HTTPStatusCode", 500)), body, {**headers, "content-type": "application/json"})
