"""How a program uses the module of spec/tpns.md: what mypy takes, and what it must not."""

from typing import assert_type

import tpns
from tpns import ErrorCode, FeedbackApi

assert_type(ErrorCode(1008003), ErrorCode)
assert_type(ErrorCode.lookup(7), ErrorCode | int)
assert_type(ErrorCode.from_name("auth failure"), ErrorCode | None)
assert_type(ErrorCode.AUTH_FAILURE.label, str)
assert_type(ErrorCode.AUTH_FAILURE.feedback_api, tuple[FeedbackApi, ...])


def mistakes() -> ErrorCode:
    """What must not pass; it is never called. Mypy says where such a line hides nothing."""
    ErrorCode.AUTH_FAILURE.label = "x"  # type: ignore[misc]
    return 7  # type: ignore[return-value]


def message(answered: int) -> str:
    error = ErrorCode.lookup(answered)
    if not isinstance(error, ErrorCode):
        return f"code {error}"
    match error:
        case ErrorCode.AUTH_FAILURE:
            return "log in again"
        case _:
            return error.label


assert message(1008003) == "log in again" and message(7) == "code 7"
assert int(tpns.ErrorCode.AUTH_FAILURE) == 1008003 and ErrorCode["AUTH_FAILURE"] is ErrorCode.AUTH_FAILURE
