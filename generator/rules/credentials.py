"""Credentials: inputs that say who is asking, which the transport carries and no agent gives."""

import re

_CREDENTIAL = re.compile(
    r"^(access[-_]?token|oauth[-_]?token|auth[-_]?token|api[-_]?token|(x-)?api[-_]?key|auth(entication)?|token|"
    r"client_secret|sig|signature|(ocp-apim-)?subscription-key|security[-_]?token)$",
    re.I,
)
_SAYS_SO = re.compile(r"\bauthentication token\b|\brequires scopes?\b", re.I)


def is_credential(name: str, text: str, *, in_body: bool = False) -> bool:
    """Return whether an input is a credential by its name; in a body its text must say so too."""
    if _CREDENTIAL.match(name) is None:
        return False
    return not in_body or _SAYS_SO.search(text) is not None
