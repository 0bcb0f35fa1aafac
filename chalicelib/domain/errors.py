"""Every error that we raise on purpose.

    ReplanError                      code (public, never changed), detail (for people)
    ├─ InvalidRequest                a caller's body, query or header is wrong; `details` names fields
    │   ├─ PromptTooLong
    │   └─ InvalidPlan               a plan that breaks a rule of `Plan`
    ├─ TooLarge
    ├─ UnsupportedMediaType
    ├─ Unauthorized                  no key, or a key nobody knows
    ├─ Forbidden                     a key without the scope
    ├─ NotFound                      also for what belongs to somebody else
    ├─ MethodNotAllowed
    ├─ Conflict                      the thing is in another state than the call needs
    └─ Unavailable                   a setting or a store that we need is missing
        └─ NewerForm                 a record that a newer release has written

The API turns the class into a status in one place.  A tool's failure is none of these: it is an
`outcome.Failed`, which the planner reads.
"""

from collections.abc import Sequence


class ReplanError(Exception):
    """Base of all errors below; `code` is what callers may branch on."""

    code = "internal_error"

    def __init__(self, detail: str, *, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if code is not None:
            self.code = code


class InvalidRequest(ReplanError):
    code = "invalid_request"

    def __init__(self, detail: str, *, details: Sequence[dict[str, str]] = (), malformed: bool = False) -> None:
        """`details`: one `{field, message}` each; `malformed`: the body could not even be read (400, not 422)."""
        super().__init__(detail)
        self.details = tuple(details)
        self.malformed = malformed


class PromptTooLong(InvalidRequest):
    code = "prompt_too_long"


class InvalidPlan(InvalidRequest):
    code = "invalid_plan"


class TooLarge(ReplanError):
    code = "request_too_large"


class UnsupportedMediaType(ReplanError):
    code = "unsupported_media_type"


class Unauthorized(ReplanError):
    code = "invalid_api_key"


class Forbidden(ReplanError):
    code = "forbidden"


class NotFound(ReplanError):
    code = "not_found"


class MethodNotAllowed(ReplanError):
    code = "method_not_allowed"


class Conflict(ReplanError):
    code = "conflict"


class Unavailable(ReplanError):
    code = "unavailable"


class NewerForm(Unavailable):
    pass
