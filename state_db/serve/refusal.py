"""What the gateway itself answers when it refuses a request."""

import math

from starlette.responses import JSONResponse


def refusal(status: int, message: str) -> JSONResponse:
    """Return an error of the gateway, which is none of a served API."""
    return JSONResponse({"error": {"message": message}}, status_code=status)


def unauthorized() -> JSONResponse:
    """Return the answer to a request without its token."""
    answer = refusal(401, "Send the token as Authorization: Bearer TOKEN.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def too_many(seconds: float) -> JSONResponse:
    """Return the answer to a call that comes too early, with the seconds after which the next may be made."""
    answer = refusal(429, f"Too many calls: try again in {seconds:.1f} seconds.")
    answer.headers["Retry-After"] = str(math.ceil(seconds))
    return answer
