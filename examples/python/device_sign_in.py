#!/usr/bin/env python3
"""Signs a device in by OAuth 2.0 device authorization (RFC 8628), with nothing but Python's own library.

    python3 device_sign_in.py https://login.example my-client "watch record"

Copy this file into your program and call sign_in(). It shows a code by a function of yours, waits, and returns the tokens.
The waiting is a state machine: next_step() says what to do after each answer, and knows no network and no clock.
"""

import dataclasses
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

# How long one request may take, in seconds.
TIMEOUT = 10

# No pause grows past this, in seconds.
LONGEST_PAUSE = 60


@dataclasses.dataclass(frozen=True)
class Waiting:
    """Nobody has decided. Times in seconds."""

    interval: float
    expires_at: float
    pause: float
    failures: int = 0


@dataclasses.dataclass(frozen=True)
class SignedIn:
    """Somebody said yes."""

    tokens: dict


@dataclasses.dataclass(frozen=True)
class Ended:
    """There will be no tokens for this code; reason says why, for people."""

    reason: str


def begin(answer, now):
    """The first state, of the answer to the request for a code (RFC 8628 section 3.2)."""
    interval = number(answer.get("interval"), 5)
    return Waiting(interval, now + number(answer.get("expires_in"), 600), pause=interval)


def next_step(state, status, answer, now):
    """The state after a poll (RFC 8628 section 3.5).

    status is the HTTP status, or None if no answer came; answer holds the members of its JSON.
    """
    error = answer.get("error")
    if status == 200 and isinstance(answer.get("access_token"), str):
        return SignedIn(answer)
    if error == "access_denied":
        return Ended("Somebody said no.")
    if error == "expired_token":
        return Ended("The code has expired. Ask for a new one.")
    if error == "authorization_pending":
        next_state = Waiting(state.interval, state.expires_at, state.interval)
    elif error == "slow_down":
        # Five seconds more, for this poll and every later one.
        slower = max(state.interval + 5, number(answer.get("interval"), 0))
        next_state = Waiting(slower, state.expires_at, slower)
    elif status is None or status == 429 or status >= 500:
        # No answer: ask less often, twice as long each time.
        failures = state.failures + 1
        pause = min(max(state.interval, 1) * 2**failures, LONGEST_PAUSE)
        next_state = Waiting(state.interval, state.expires_at, max(pause, state.interval), failures)
    else:
        return Ended(f"The server refused: {error or status}.")
    if now + next_state.pause >= state.expires_at:
        return Ended("The code has expired, and nobody has decided.")
    return next_state


def number(value, otherwise):
    """A number of seconds above zero, or else the other one."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0 else otherwise


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A device code goes to the endpoint and nowhere else."""

    def redirect_request(self, *_):
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def call(url, form=None):
    """Sends a form, or fetches. Returns the status, None without an answer, and the members of the JSON."""
    data = None if form is None else urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(url, data, {"Accept": "application/json"})
    try:
        with _opener.open(request, timeout=TIMEOUT) as response:
            return response.status, members(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, members(error)
    except OSError:
        return None, {}


def members(response):
    try:
        body = json.loads(response.read(1_000_000))
    except (OSError, ValueError):
        return {}
    return body if isinstance(body, dict) else {}


def discover(issuer):
    """The endpoints of an issuer (RFC 8414 section 3, else OpenID Connect Discovery)."""
    parts = urllib.parse.urlsplit(issuer)
    path = parts.path.rstrip("/")
    origin = f"{parts.scheme}://{parts.netloc}"
    for url in (
        f"{origin}/.well-known/oauth-authorization-server{path}",
        f"{origin}{path}/.well-known/openid-configuration",
    ):
        status, found = call(url)
        if status == 200 and found.get("issuer") == issuer and "device_authorization_endpoint" in found:
            return found["device_authorization_endpoint"], found["token_endpoint"]
    raise RuntimeError(f"{issuer} does not say where devices sign in.")


def sign_in(issuer, client_id, scope="", show=print, sleep=time.sleep, now=time.monotonic):
    """Signs in and returns the tokens. show() gets a text for the person. Raises RuntimeError with a reason for people."""
    device_endpoint, token_endpoint = discover(issuer)
    status, code = call(device_endpoint, {"client_id": client_id, **({"scope": scope} if scope else {})})
    if status != 200 or not all(isinstance(code.get(name), str) for name in ("device_code", "user_code")):
        raise RuntimeError(f"The server gave no code: {code.get('error') or status or 'no answer'}.")
    show(f"Open {code['verification_uri']} and enter {code['user_code']}")
    poll = {"grant_type": DEVICE_GRANT, "device_code": code["device_code"], "client_id": client_id}
    state = begin(code, now())
    while isinstance(state, Waiting):
        sleep(state.pause)
        status, answer = call(token_endpoint, poll)
        state = next_step(state, status, answer, now())
    if isinstance(state, Ended):
        raise RuntimeError(state.reason)
    return state.tokens


def main(arguments):
    issuer, client_id, scope = (arguments + [None] * 3)[:3]
    issuer = issuer or os.environ.get("LINKPIN_ISSUER")
    client_id = client_id or os.environ.get("LINKPIN_CLIENT_ID")
    if not issuer or not client_id:
        print("usage: device_sign_in.py ISSUER CLIENT_ID [SCOPE]", file=sys.stderr)
        return 2
    try:
        tokens = sign_in(issuer, client_id, scope or "", show=lambda text: print(text, flush=True))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Signed in, for {tokens.get('expires_in', 'some')} seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
