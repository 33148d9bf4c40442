"""A relying party written with Authlib signs a person in through the real pages and verifies the tokens."""

import json
import os
import secrets
import subprocess
from urllib.parse import parse_qs, urlparse

import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet
from conftest import CALLBACK, ROOT, Browser, make_client


def discover(server, pool):
    document = requests.get(f"{server.url}/{pool}/.well-known/openid-configuration").json()
    assert document["issuer"] == f"{server.url}/{pool}"
    return document


def sign_in(server, document, session, user, **extra):
    """Goes through the pages; the redirect back to the app, and the verifier that belongs to it."""
    verifier = secrets.token_urlsafe(48)
    url, state = session.create_authorization_url(
        document["authorization_endpoint"], code_verifier=verifier, **extra)
    browser = Browser(server.url).open(url)
    browser.submit("/login", username=user[0], password=user[1])
    back = parse_qs(urlparse(browser.left_to).query)
    assert browser.left_to.startswith(CALLBACK + "?")
    assert back["state"] == [state] and back["iss"] == [document["issuer"]]
    return browser, browser.left_to, verifier


def claims_of(document, token):
    keys = KeySet.import_key_set(requests.get(document["jwks_uri"]).json())
    return jwt.decode(token, keys, algorithms=["RS256"]).claims


def test_a_public_client_signs_in_with_pkce(server, pool, client, user):
    document = discover(server, pool)
    session = OAuth2Session(client["ClientId"], redirect_uri=CALLBACK, scope="openid email",
                            token_endpoint_auth_method="none", code_challenge_method="S256")
    nonce = secrets.token_urlsafe(16)
    browser, answer, verifier = sign_in(server, document, session, user, nonce=nonce)
    token = session.fetch_token(document["token_endpoint"], authorization_response=answer, code_verifier=verifier)

    claims = claims_of(document, token["id_token"])
    assert claims["iss"] == document["issuer"] and claims["aud"] == client["ClientId"]
    assert claims["nonce"] == nonce and claims["email"] == user[0] and claims["email_verified"] is True
    assert claims["token_use"] == "id"
    access = claims_of(document, token["access_token"])
    assert access["token_use"] == "access" and access["client_id"] == client["ClientId"] and "aud" not in access

    info = session.get(document["userinfo_endpoint"]).json()
    assert info["sub"] == claims["sub"] and info["email_verified"] == "true"

    # The same browser comes back without being asked again; another one is asked.
    url, _ = session.create_authorization_url(document["authorization_endpoint"], code_verifier=verifier, prompt="none")
    assert "code=" in browser.open(url).left_to
    assert "error=login_required" in Browser(server.url).open(url).left_to


def test_a_confidential_client_signs_in_and_refreshes(server, admin, pool, user):
    client = make_client(admin, pool, ClientName="Web app", GenerateSecret=True, ExplicitAuthFlows=[])
    document = discover(server, pool)
    session = OAuth2Session(client["ClientId"], client["ClientSecret"], redirect_uri=CALLBACK, scope="openid email",
                            code_challenge_method="S256")
    _, answer, verifier = sign_in(server, document, session, user)
    token = session.fetch_token(document["token_endpoint"], authorization_response=answer, code_verifier=verifier)
    renewed = session.refresh_token(document["token_endpoint"], refresh_token=token["refresh_token"])
    assert claims_of(document, renewed["id_token"])["sub"] == claims_of(document, token["id_token"])["sub"]
    assert renewed["refresh_token"] != token["refresh_token"], "rotation is on where the client does not refresh by the API"


def node_relying_party(issuer, client, user):
    """The same with Node's openid-client; what it found to be true, or the program's own refusal."""
    environment = {
        "PATH": os.environ["PATH"], "ISSUER": issuer, "CLIENT_ID": client["ClientId"], "REDIRECT_URI": CALLBACK,
        "USERNAME": user[0], "PASSWORD": user[1],
    }
    program = ROOT / "tests" / "clients" / "node" / "relying_party.mjs"
    return subprocess.run(["node", program], env=environment, capture_output=True, text=True, timeout=60)


def test_one_person_signs_in_with_node_with_python_and_over_the_api(server, admin, app, pool, client, user):
    document = discover(server, pool)
    refused = node_relying_party(document["issuer"], client, (user[0], "not the password"))
    assert refused.returncode != 0 and "still at" in refused.stderr, "a wrong password leads to no app"
    done = node_relying_party(document["issuer"], client, user)
    assert done.returncode == 0, done.stderr
    by_node = json.loads(done.stdout)

    session = OAuth2Session(client["ClientId"], redirect_uri=CALLBACK, scope="openid email",
                            token_endpoint_auth_method="none", code_challenge_method="S256")
    _, answer, verifier = sign_in(server, document, session, user)
    token = session.fetch_token(document["token_endpoint"], authorization_response=answer, code_verifier=verifier)
    by_python = claims_of(document, token["id_token"])

    done = app.initiate_auth(ClientId=client["ClientId"], AuthFlow="USER_PASSWORD_AUTH",
                             AuthParameters={"USERNAME": user[0], "PASSWORD": user[1]})["AuthenticationResult"]
    over_the_api = claims_of(document, done["IdToken"])
    made = admin.admin_get_user(UserPoolId=pool, Username=user[0])
    sub = next(entry["Value"] for entry in made["UserAttributes"] if entry["Name"] == "sub")
    for claims in (by_node["claims"], by_node["info"], by_node["refreshed"], by_python, over_the_api):
        assert claims["sub"] == sub and claims["email"] == user[0]
    for claims in (by_node["claims"], by_node["refreshed"], by_python, over_the_api):
        assert claims["iss"] == document["issuer"] and claims["aud"] == client["ClientId"]
        assert claims["token_use"] == "id" and claims["cognito:username"] == made["Username"]
