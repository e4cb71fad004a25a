"""The people at plex.tv, in the hands of a test that runs under `linkpin emulate`. Copy this file beside your tests."""

import json
import os
import urllib.parse
import urllib.request

_no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class EmulatedPlex:
    """What `linkpin emulate` can be told (docs/emulator.md)."""

    def __init__(self):
        if "LINKPIN_CONTROL_URL" not in os.environ:
            raise RuntimeError("Run the tests by: linkpin emulate --answer never -- python3 -m unittest")
        self.url = os.environ["LINKPIN_CONTROL_URL"]
        self.headers = {
            "Authorization": f"Bearer {os.environ['LINKPIN_CONTROL_SECRET']}",
            "Content-Type": "application/json",
        }

    def _call(self, method, path, fields=None):
        body = None if fields is None else json.dumps(fields).encode()
        request = urllib.request.Request(self.url + path, body, self.headers, method=method)
        with _no_proxy.open(request, timeout=30) as response:
            answer = response.read()
            return json.loads(answer) if answer else None

    def pins(self):
        """The pins so far, the newest first, and what became of them."""
        return self._call("GET", "/api/pins")

    def approve(self, code, **who):
        """A person says yes; another than the first one with `as`: `approve(code, **{"as": "grace"})`."""
        self._call("POST", f"/api/pins/{code}/approve", who)

    def deny(self, code):
        self._call("POST", f"/api/pins/{code}/deny", {})

    def expire(self, code):
        """Moves the clock to the end of a pin."""
        self._call("POST", f"/api/pins/{code}/expire", {})

    def break_next(self, route, kind, **more):
        """Breaks the next response of a route, such as `GET /api/v2/pins/:id`."""
        self._call("POST", "/api/faults", {"route": route, "kind": kind, **more})

    def calls(self, route):
        """The requests that came to a route, without what is secret."""
        return self._call("GET", "/api/calls?" + urllib.parse.urlencode({"route": route}))

    def reset(self):
        """Forgets pins, sign-ins, tokens, calls and faults."""
        self._call("POST", "/api/reset", {})
