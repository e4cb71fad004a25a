#!/usr/bin/env python3
"""Says who is signed in with Plex, and signs them in first. It calls https://plex.tv, and knows nothing of a test.

python3 app.py
python3 app.py logout
"""

import json
import os
import pathlib
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid

API = "https://plex.tv/api/v2"

# How long one request may take, and the pause between two questions, in seconds.
TIMEOUT = 10
PAUSE = 1


class PlexError(Exception):
    """What went wrong, for people. status is that of the response, or None without one."""

    def __init__(self, message, status=None, retry_after=None):
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class Plex:
    """plex.tv, as one installation of this app sees it."""

    def __init__(self, client_id):
        self.headers = {
            "Accept": "application/json",
            "X-Plex-Client-Identifier": client_id,
            "X-Plex-Product": "Python Example",
        }

    def _call(self, method, path, token=None):
        headers = self.headers if token is None else {**self.headers, "X-Plex-Token": token}
        request = urllib.request.Request(API + path, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                body = response.read()
                answer = json.loads(body) if body else {}
        except urllib.error.HTTPError as error:
            with error:
                pause = error.headers.get("Retry-After", "")
                retry_after = int(pause) if pause.isdecimal() else None
                raise PlexError(f"plex.tv answers {error.code}.", error.code, retry_after) from None
        except (OSError, ValueError) as error:
            raise PlexError("plex.tv does not answer.") from error
        if not isinstance(answer, dict):
            raise PlexError("plex.tv answers something else.")
        return answer

    def create_pin(self):
        """A new pin: its id, and the code that a person types at plex.tv/link."""
        pin = self._call("POST", "/pins")
        if "id" not in pin or "code" not in pin:
            raise PlexError("plex.tv gives no code.")
        return pin

    def token_of(self, pin):
        """The token once somebody has said yes, None until then. PlexError 404 when the pin is gone: expired, or denied."""
        return self._call("GET", f"/pins/{pin['id']}").get("authToken")

    def wait_for_token(self, pin, sleep=time.sleep):
        """Asks until somebody has decided. Lost answers and rate limits only delay it."""
        while True:
            pause = PAUSE
            try:
                token = self.token_of(pin)
                if token:
                    return token
            except PlexError as error:
                if error.status == 404:
                    raise PlexError("The code has expired, or somebody said no.", 404) from None
                if error.status is not None and error.status != 429 and error.status < 500:
                    raise
                pause = PAUSE if error.retry_after is None else error.retry_after
            sleep(pause)

    def user(self, token):
        return self._call("GET", "/user", token)

    def sign_out(self, token):
        self._call("DELETE", "/users/signout", token)


def settings_file():
    folder = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return pathlib.Path(folder) / "plex-python-example" / "plex.json"


def load():
    """What is kept: the identifier of this installation, made once, and the token, or None."""
    try:
        return json.loads(settings_file().read_text())
    except FileNotFoundError:
        return {"client_id": str(uuid.uuid4()), "token": None}
    except ValueError:
        raise PlexError(f"{settings_file()} is damaged. Remove it, and sign in again.") from None


def save(settings):
    """Only its owner can read the file, and a crash leaves the old one or the new one."""
    file = settings_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "w") as writing:
        json.dump(settings, writing)
    os.replace(draft, file)


def whoami(plex, settings):
    if settings["token"]:
        try:
            return plex.user(settings["token"])
        except PlexError as error:
            if error.status != 401:
                raise
            print("plex.tv has ended this sign-in.", file=sys.stderr)
    pin = plex.create_pin()
    print(f"Open https://plex.tv/link and type {pin['code']}", file=sys.stderr, flush=True)
    settings["token"] = plex.wait_for_token(pin)
    save(settings)
    return plex.user(settings["token"])


def logout(plex, settings):
    """Forgets the token, and ends it at plex.tv. False if plex.tv could not be told."""
    save({**settings, "token": None})
    try:
        if settings["token"]:
            plex.sign_out(settings["token"])
    except PlexError as error:
        return error.status == 401
    return True


def main(arguments):
    if arguments not in ([], ["logout"]):
        print("usage: app.py [logout]", file=sys.stderr)
        return 2
    try:
        settings = load()
        save(settings)
        plex = Plex(settings["client_id"])
        if not arguments:
            print("Signed in as", whoami(plex, settings).get("username"))
        elif logout(plex, settings):
            print("Signed out.")
        else:
            print("Signed out here. plex.tv could not be told: remove the device on its page.")
    except (PlexError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
