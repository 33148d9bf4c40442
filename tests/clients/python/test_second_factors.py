"""A second factor, set up and proven by boto3 and at the pages. The codes come from another implementation of RFC 6238."""

import base64
import re
import secrets
import time

import pytest
from conftest import CALLBACK, Browser, make_client, refused, unescape
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

PASSWORD = "Correct-Horse-7"
STEP_SECS = 30


def link_to(browser, path: str) -> str:
    """Where the link of the page to a path leads."""
    href = re.search(rf'href="([^"]*{path}[^"]*)"', browser.page.text).group(1)
    return browser.base + unescape(href)


class App:
    """An authenticator app. It waits for the next code where it has shown the present one."""

    def __init__(self, secret: str):
        key = base64.b32decode(secret.replace(" ", ""))
        self.totp = TOTP(key, 6, SHA1(), STEP_SECS, enforce_key_length=False)
        self.shown = 0

    def next_code(self) -> str:
        # Codes of the step before last and of the next one hold too, so that nobody has to wait for most of them.
        self.shown = max(self.shown + 1, int(time.time()) // STEP_SECS - 1)
        while self.shown > int(time.time()) // STEP_SECS + 1:
            time.sleep(0.2)
        return self.totp.generate(self.shown * STEP_SECS).decode()


@pytest.fixture(scope="module")
def pool(admin):
    """A pool in which everybody is asked for the code of an app."""
    pool = admin.create_user_pool(PoolName="Vault", UsernameAttributes=["email"])["UserPool"]["Id"]
    answer = admin.set_user_pool_mfa_config(
        UserPoolId=pool, SoftwareTokenMfaConfiguration={"Enabled": True}, MfaConfiguration="ON")
    assert (answer["MfaConfiguration"], answer["SoftwareTokenMfaConfiguration"]) == ("ON", {"Enabled": True})
    return pool


@pytest.fixture(scope="module")
def client(admin, pool):
    return make_client(admin, pool)


@pytest.fixture()
def user(admin, pool):
    address = f"ada-{secrets.token_hex(4)}@example.com"
    admin.admin_create_user(UserPoolId=pool, Username=address, MessageAction="SUPPRESS",
                            UserAttributes=[{"Name": "email", "Value": address},
                                            {"Name": "email_verified", "Value": "true"}])
    admin.admin_set_user_password(UserPoolId=pool, Username=address, Password=PASSWORD, Permanent=True)
    return address


def test_boto3_sets_an_app_up_and_proves_it(app, admin, pool, client, user):
    sign_in = {"ClientId": client["ClientId"], "AuthFlow": "USER_PASSWORD_AUTH",
               "AuthParameters": {"USERNAME": user, "PASSWORD": PASSWORD}}
    asked = app.initiate_auth(**sign_in)
    assert asked["ChallengeName"] == "MFA_SETUP" and "AuthenticationResult" not in asked
    begun = app.associate_software_token(Session=asked["Session"])
    phone = App(begun["SecretCode"])
    verified = app.verify_software_token(Session=begun["Session"], UserCode=phone.next_code(),
                                         FriendlyDeviceName="Phone")
    assert verified["Status"] == "SUCCESS"
    done = app.respond_to_auth_challenge(ClientId=client["ClientId"], ChallengeName="MFA_SETUP",
                                         Session=verified["Session"], ChallengeResponses={"USERNAME": user})
    me = app.get_user(AccessToken=done["AuthenticationResult"]["AccessToken"])
    assert (me["UserMFASettingList"], me["PreferredMfaSetting"]) == (["SOFTWARE_TOKEN_MFA"], "SOFTWARE_TOKEN_MFA")

    asked = app.initiate_auth(**sign_in)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    code = phone.next_code()
    answer = {"ClientId": client["ClientId"], "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": asked["Session"]}
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert refused(app.respond_to_auth_challenge, **answer,
                   ChallengeResponses={"USERNAME": user, "SOFTWARE_TOKEN_MFA_CODE": wrong}) == (
        "CodeMismatchException", "Invalid code received for user")
    done = app.respond_to_auth_challenge(
        **answer, ChallengeResponses={"USERNAME": user, "SOFTWARE_TOKEN_MFA_CODE": code})
    assert done["AuthenticationResult"]["AccessToken"]

    admin.admin_set_user_mfa_preference(UserPoolId=pool, Username=user, SoftwareTokenMfaSettings={"Enabled": False})
    assert app.initiate_auth(**sign_in)["ChallengeName"] == "MFA_SETUP"


def test_a_person_sets_an_app_up_at_the_pages(server, client, user):
    def sign_in(browser):
        query = {"client_id": client["ClientId"], "response_type": "code", "redirect_uri": CALLBACK,
                 "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
        browser.open(f"{server.url}/login?" + "&".join(f"{name}={value}" for name, value in query.items()))
        return browser.submit("/login", username=user, password=PASSWORD)

    browser = sign_in(Browser(server.url))
    assert "/mfa/setup" in browser.page.url
    phone = App(re.search(r"<code>([A-Z2-7 ]+)</code>", browser.page.text).group(1))
    browser.submit("/mfa/setup", code=phone.next_code())
    codes = re.findall(r"<li><code>([0-9A-Z-]{14})</code>", browser.page.text)
    assert len(set(codes)) == 10
    browser.submit("/mfa/codes")
    assert browser.left_to.startswith(CALLBACK) and "code=" in browser.left_to

    browser = sign_in(Browser(server.url))
    assert "/mfa?" in browser.page.url
    browser.submit("/mfa", code=phone.next_code())
    assert browser.left_to.startswith(CALLBACK) and "code=" in browser.left_to

    browser = sign_in(Browser(server.url))
    for path in ("/mfa/choose", "/mfa/recovery"):
        browser.open(link_to(browser, path))
    browser.submit("/mfa/recovery", code=codes[0].lower().replace("-", " "))
    assert browser.left_to.startswith(CALLBACK) and "code=" in browser.left_to
