"""/opt/policysearch/portal.py: the user whom nginx names, and nobody else. PROXY_SECRET stands in /etc/policysearch.env."""

import hmac
import os
from typing import Any


def signed_in(request: Any) -> str:
    """The user, "" when the request does not come from nginx."""
    secret = os.environ["PROXY_SECRET"].encode()
    shown = request.headers.get("x-proxy-secret", "").encode()
    return str(request.headers.get("x-user", "")) if secret and hmac.compare_digest(shown, secret) else ""
