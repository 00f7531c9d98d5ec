"""A device with passkeys, in software: it signs what a browser at some origin would ask it."""

import hashlib
import html
import json
import re
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from caseapp.accounts.passkeys.rules import bytes_of, text_of

PRESENT, VERIFIED, WITH_KEY = 1, 4, 64


def asked_on(page, field="passkey"):
    """What a page asks a passkey."""
    found = re.search(rf'name="{field}".*?data-passkey="([^"]*)"', page.html, re.DOTALL)
    return json.loads(html.unescape(found[1]))


class Device:
    """One passkey. `flags`, `host` and `origin` are what a dishonest device or site would change."""

    def __init__(self, origin="http://localhost", host="localhost"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.handle, self.count = secrets.token_bytes(32), b"", 0
        self.origin, self.host, self.flags = origin, host, PRESENT | VERIFIED

    def make(self, asked):
        self.handle = bytes_of(asked["user"]["id"])
        point = self.key.public_key().public_numbers()
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
        known = bytes(16) + struct.pack(">H", len(self.id)) + self.id + key
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._state(WITH_KEY) + known})
        client = self._client("webauthn.create", asked)
        return self._answer(clientDataJSON=client, attestationObject=made)

    def answer(self, asked):
        self.count += 1
        client, state = self._client("webauthn.get", asked), self._state()
        signed = self.key.sign(state + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=state, signature=signed, userHandle=self.handle)

    def _state(self, more=0):
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + struct.pack(">I", self.count)

    def _client(self, kind, asked):
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _answer(self, **response):
        told = {name: text_of(content) for name, content in response.items()}
        return json.dumps({"id": text_of(self.id), "rawId": text_of(self.id), "type": "public-key", "response": told})
