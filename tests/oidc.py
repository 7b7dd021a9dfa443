"""An OpenID provider of the tests' own, on this machine: discovery, authorize, token, keys, end of session.

As small as OpenID Connect allows (https://openid.net/specs/openid-connect-core-1_0.html): the code flow with PKCE and
a nonce, id tokens signed with RS256. Whoever comes chooses on a page whom to be.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "rasd-dashboard", "secret-of-the-dashboard"
PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "reader": {"email": "reader@example.org", "email_verified": True, "name": "قارئة"},
    "analyst": {"email": "Analyst@Example.org", "email_verified": True, "name": "محللة"},
    "editor": {"name": "Editor", "groups": ["desk", "all"]},
    "stranger": {"email": "stranger@example.org", "email_verified": True, "name": "<b>Stranger</b>"},
    "impostor": {"email": "analyst@example.org", "email_verified": False, "name": "Impostor"},
}


@dataclass
class Provider:
    """A running provider: where it answers, what it gave out, and whether it signs with a key of another."""

    issuer: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "tests", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    forged: bool = False

    def id_token(self, asked: Mapping[str, str]) -> str:
        """A signed id token for whom a code was given out."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 600, "sub": asked["person"]}
        claims |= {"nonce": asked.get("nonce", ""), **PEOPLE[asked["person"]]}
        key = RSAKey.generate_key(2048, {"kid": "tests"}) if self.forged else self.key
        return jwt.encode({"alg": "RS256", "kid": "tests"}, claims, key)


@contextmanager
def providing() -> Iterator[Provider]:
    """Runs a provider on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.provider  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settings(provider: Provider) -> str:
    """Streamlit's secrets for a dashboard that lets people in by this provider."""
    return f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{secrets.token_urlsafe(32)}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"
"""


class _Handler(BaseHTTPRequestHandler):
    @property
    def provider(self) -> Provider:
        return self.server.provider  # type: ignore[attr-defined,no-any-return]

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if path == "/.well-known/openid-configuration":
            self._json(self._discovery())
        elif path == "/jwks":
            self._json({"keys": [self.provider.key.as_dict(private=False)]})
        elif path == "/authorize" and asked.get("client_id") == CLIENT and asked.get("response_type") == "code":
            self._choose(asked)
        elif path == "/chosen":
            self._chosen(asked)
        elif path == "/end":
            self._redirect(asked["post_logout_redirect_uri"])
        else:
            self._json({"error": "invalid_request"}, 400)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.provider.codes.pop(given.get("code", ""), None)
        verifier = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        allowed = self.headers.get("Authorization") == f"Basic {_basic()}"
        if self.path != "/token" or not allowed or asked is None or asked.get("code_challenge") != challenge:
            self._json({"error": "invalid_grant"}, 400)
            return
        told = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 600}
        self._json(told | {"id_token": self.provider.id_token(asked)})

    def _discovery(self) -> dict[str, object]:
        issuer = self.provider.issuer

        return {
            "issuer": issuer,
            "token_endpoint": f"{issuer}/token",
            "authorization_endpoint": f"{issuer}/authorize",
            "end_session_endpoint": f"{issuer}/end",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def _choose(self, asked: Mapping[str, str]) -> None:
        kept = {name: asked[name] for name in ("state", "nonce", "redirect_uri", "code_challenge") if name in asked}
        links = (f'<p><a id="{one}" href="/chosen?{urlencode(kept | {"person": one})}">{one}</a></p>' for one in PEOPLE)
        self._answer(f"<!doctype html><title>Provider</title>{''.join(links)}".encode(), "text/html")

    def _chosen(self, asked: dict[str, str]) -> None:
        code = secrets.token_urlsafe()
        self.provider.codes[code] = asked
        self._redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def _redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()

    def _json(self, told: Mapping[str, object], status: int = 200) -> None:
        self._answer(json.dumps(told).encode(), "application/json", status)

    def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""


def _basic() -> str:

    return base64.b64encode(f"{quote(CLIENT)}:{quote(SECRET)}".encode()).decode()
