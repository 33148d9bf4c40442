"""Passkeys by boto3: an app's page adds one and signs in with it, with an authenticator in software."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from conftest import make_client, refused
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PASSWORD = "Correct-Horse-7"


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    """An authenticator with one passkey, and the browser that shows the page `origin`."""

    def __init__(self, origin):
        self.origin, self.count = origin, 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)

    def create(self, options):
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        half = lambda number: number.to_bytes(32, "big")
        cose = bytes.fromhex("a5010203262001215820") + half(numbers.x) + bytes.fromhex("225820") + half(numbers.y)
        data = self.data(options["rp"]["id"], 0x40) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        attestation = (b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59" + len(data).to_bytes(2, "big") + data)
        return self.credential({"clientDataJSON": encoded(self.said("webauthn.create", options)),
                                "attestationObject": encoded(attestation), "transports": ["internal"]})

    def get(self, options):
        self.count += 1
        said, data = self.said("webauthn.get", options), self.data(options["rpId"], 0)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self.credential({"clientDataJSON": encoded(said), "authenticatorData": encoded(data),
                                "signature": encoded(signature), "userHandle": self.handle})

    def credential(self, response):
        return {"id": encoded(self.id), "rawId": encoded(self.id), "type": "public-key", "clientExtensionResults": {},
                "authenticatorAttachment": "platform", "response": response}

    def data(self, party, more):
        flags = 0x01 | 0x04 | more
        return hashlib.sha256(party.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def said(self, kind, options):
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()


@pytest.fixture(scope="module")
def pool(admin):
    pool = admin.create_user_pool(
        PoolName="Harbour", Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}})
    answer = admin.set_user_pool_mfa_config(
        UserPoolId=pool["UserPool"]["Id"], SoftwareTokenMfaConfiguration={"Enabled": True}, MfaConfiguration="OPTIONAL",
        WebAuthnConfiguration={"RelyingPartyId": "localhost", "UserVerification": "required"})
    assert answer["WebAuthnConfiguration"] == {
        "RelyingPartyId": "localhost", "UserVerification": "required", "FactorConfiguration": "SINGLE_FACTOR"}
    return pool["UserPool"]["Id"]


@pytest.fixture(scope="module")
def client(admin, pool):
    return make_client(admin, pool, ExplicitAuthFlows=["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"])["ClientId"]


@pytest.fixture()
def token(admin, app, pool, client):
    """The access token of `grace`, who signed in with her password just now."""
    admin.admin_create_user(UserPoolId=pool, Username="grace", MessageAction="SUPPRESS")
    admin.admin_set_user_password(UserPoolId=pool, Username="grace", Password=PASSWORD, Permanent=True)
    answer = app.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
                               AuthParameters={"USERNAME": "grace", "PASSWORD": PASSWORD})
    return answer["AuthenticationResult"]["AccessToken"]


def test_a_passkey_is_added_used_listed_and_removed(app, server, client, token):
    key = Authenticator(server.url)
    begun = app.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]
    assert begun["rp"]["id"] == "localhost" and begun["authenticatorSelection"]["userVerification"] == "required"
    app.complete_web_authn_registration(AccessToken=token, Credential=key.create(begun))
    listed = app.list_web_authn_credentials(AccessToken=token)["Credentials"]
    assert [one["CredentialId"] for one in listed] == [encoded(key.id)]
    assert listed[0]["AuthenticatorTransports"] == ["internal"] and listed[0]["CreatedAt"].year >= 2024

    select = app.initiate_auth(ClientId=client, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": "grace"})
    assert (select["ChallengeName"], select["AvailableChallenges"]) == ("SELECT_CHALLENGE", ["PASSWORD", "WEB_AUTHN"])
    asked = app.respond_to_auth_challenge(
        ClientId=client, ChallengeName="SELECT_CHALLENGE", Session=select["Session"],
        ChallengeResponses={"USERNAME": "grace", "ANSWER": "WEB_AUTHN"})
    assert asked["ChallengeName"] == "WEB_AUTHN"
    options = json.loads(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])

    def answer(credential):
        return app.respond_to_auth_challenge(
            ClientId=client, ChallengeName="WEB_AUTHN", Session=asked["Session"],
            ChallengeResponses={"USERNAME": "grace", "CREDENTIAL": json.dumps(credential)})

    elsewhere = Authenticator("https://evil.example")
    elsewhere.key, elsewhere.id, elsewhere.handle = key.key, key.id, key.handle
    assert refused(answer, credential=elsewhere.get(options))[0] == "NotAuthorizedException"
    tokens = answer(key.get(options))["AuthenticationResult"]
    assert app.get_user(AccessToken=tokens["AccessToken"])["Username"] == "grace"
    assert refused(answer, credential=key.get(options))[0] == "NotAuthorizedException"

    app.delete_web_authn_credential(AccessToken=token, CredentialId=encoded(key.id))
    assert app.list_web_authn_credentials(AccessToken=token)["Credentials"] == []
    gone = refused(app.delete_web_authn_credential, AccessToken=token, CredentialId=encoded(key.id))
    assert gone[0] == "ResourceNotFoundException"
