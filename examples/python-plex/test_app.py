"""Tests the sign-in of app.py offline:

linkpin emulate --answer never -- python3 -m unittest
"""

import contextlib
import io
import os
import stat
import tempfile
import unittest
import unittest.mock

import app
from emulated_plex import EmulatedPlex

POLL = "GET /api/v2/pins/:id"


class SignInTest(unittest.TestCase):
    def setUp(self):
        self.people = EmulatedPlex()
        self.people.reset()
        self.plex = app.Plex("python-example-test")

    def test_nobody_has_decided(self):
        self.assertIsNone(self.plex.token_of(self.plex.create_pin()))

    def test_a_person_says_yes(self):
        pin = self.plex.create_pin()
        self.people.approve(pin["code"])
        token = self.plex.wait_for_token(pin)
        self.assertEqual(self.plex.user(token)["username"], "ada")

    def test_a_person_says_no(self):
        pin = self.plex.create_pin()
        self.people.deny(pin["code"])
        with self.assertRaisesRegex(app.PlexError, "^The code has expired, or somebody said no.$"):
            self.plex.wait_for_token(pin)

    def test_the_code_expires(self):
        pin = self.plex.create_pin()
        self.people.expire(pin["code"])
        with self.assertRaisesRegex(app.PlexError, "^The code has expired, or somebody said no.$"):
            self.plex.wait_for_token(pin)

    def test_rate_limits_and_lost_answers_delay_the_token(self):
        pin = self.plex.create_pin()
        self.people.break_next(POLL, "rate-limited", retryAfter=7)
        self.people.break_next(POLL, "server-error", status=503)
        self.people.break_next(POLL, "dropped")
        self.people.approve(pin["code"])
        pauses = []
        self.assertTrue(self.plex.wait_for_token(pin, sleep=pauses.append))
        self.assertEqual(pauses, [7, app.PAUSE, app.PAUSE])


class AppTest(unittest.TestCase):
    def setUp(self):
        self.people = EmulatedPlex()
        self.people.reset()
        home = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(unittest.mock.patch.dict(os.environ, XDG_CONFIG_HOME=home))

    def run_app(self, *arguments):
        """Runs the app; whoever reads the code on the screen says yes."""
        out, errors = io.StringIO(), io.StringIO()
        wait_for_token = app.Plex.wait_for_token

        def approved(plex, pin):
            self.assertIn(pin["code"], errors.getvalue())
            self.people.approve(pin["code"])
            return wait_for_token(plex, pin)

        with (
            unittest.mock.patch.object(app.Plex, "wait_for_token", approved),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(errors),
        ):
            code = app.main(list(arguments))
        return code, out.getvalue()

    def test_asks_once_keeps_the_token_for_its_owner_and_signs_out(self):
        for _ in range(2):
            self.assertEqual(self.run_app(), (0, "Signed in as ada\n"))
        self.assertEqual(len(self.people.pins()), 1)
        self.assertEqual(stat.S_IMODE(app.settings_file().stat().st_mode), 0o600)
        token = app.load()["token"]
        self.assertEqual(self.run_app("logout"), (0, "Signed out.\n"))
        self.assertIsNone(app.load()["token"])
        with self.assertRaisesRegex(app.PlexError, "401"):
            app.Plex(app.load()["client_id"]).user(token)

    def test_signs_out_here_when_plex_tv_cannot_be_told(self):
        self.run_app()
        self.people.break_next("DELETE /api/v2/users/signout", "dropped")
        self.assertIn("could not be told", self.run_app("logout")[1])
        self.assertIsNone(app.load()["token"])

    def test_says_that_its_file_is_damaged(self):
        self.run_app()
        app.settings_file().write_text("{")
        self.assertEqual(self.run_app(), (1, ""))

    def test_signs_in_again_as_the_same_device_when_the_token_has_ended(self):
        self.run_app()
        client_id = app.load()["client_id"]
        self.people.reset()
        self.assertEqual(self.run_app(), (0, "Signed in as ada\n"))
        self.assertEqual(app.load()["client_id"], client_id)


if __name__ == "__main__":
    unittest.main()
