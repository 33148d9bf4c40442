"""Remembered devices: a browser at the pages, looked at and forgotten by boto3."""

import re
import secrets

import pytest
from conftest import CALLBACK, Browser, make_client, refused
from test_second_factors import App

PASSWORD = "Correct-Horse-7"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ASKED = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}


@pytest.fixture(scope="module")
def pool(admin):
    """A pool in which everybody has an app, and says which devices are remembered."""
    made = admin.create_user_pool(PoolName="Devices", UsernameAttributes=["email"], DeviceConfiguration=ASKED)
    pool = made["UserPool"]["Id"]
    admin.set_user_pool_mfa_config(
        UserPoolId=pool, SoftwareTokenMfaConfiguration={"Enabled": True}, MfaConfiguration="ON")
    assert admin.describe_user_pool(UserPoolId=pool)["UserPool"]["DeviceConfiguration"] == ASKED
    return pool


@pytest.fixture(scope="module")
def client(admin, pool):
    return make_client(admin, pool)


@pytest.fixture()
def user(admin, pool):
    address = f"ada-{secrets.token_hex(4)}@example.com"
    admin.admin_create_user(UserPoolId=pool, Username=address, MessageAction="SUPPRESS")
    admin.admin_set_user_password(UserPoolId=pool, Username=address, Password=PASSWORD, Permanent=True)
    return address


def sign_in(server, browser, client, user):
    query = {"client_id": client["ClientId"], "response_type": "code", "redirect_uri": CALLBACK, "prompt": "login",
             "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
    browser.left_to = ""
    browser.open(f"{server.url}/login?" + "&".join(f"{name}={value}" for name, value in query.items()))
    browser.submit("/login", username=user, password=PASSWORD)
    return browser.left_to.startswith(CALLBACK)


def test_a_browser_is_remembered_and_forgotten(server, app, admin, pool, client, user):
    browser = Browser(server.url)
    browser.session.headers["User-Agent"] = FIREFOX
    assert not sign_in(server, browser, client, user)
    phone = App(re.search(r"<code>([A-Z2-7 ]+)</code>", browser.page.text).group(1))
    browser.submit("/mfa/setup", code=phone.next_code(), remember="on")
    browser.submit("/mfa/codes")
    assert browser.left_to.startswith(CALLBACK)
    assert sign_in(server, browser, client, user), "the password is enough here"
    assert not sign_in(server, Browser(server.url), client, user), "and nowhere else"

    asked = app.initiate_auth(ClientId=client["ClientId"], AuthFlow="USER_PASSWORD_AUTH",
                              AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD})
    answer = {"USERNAME": user, "SOFTWARE_TOKEN_MFA_CODE": phone.next_code()}
    done = app.respond_to_auth_challenge(ClientId=client["ClientId"], ChallengeName=asked["ChallengeName"],
                                         Session=asked["Session"], ChallengeResponses=answer)
    token = done["AuthenticationResult"]["AccessToken"]
    devices = app.list_devices(AccessToken=token)["Devices"]
    assert len(devices) == 1
    key = devices[0]["DeviceKey"]
    said = {attribute["Name"]: attribute["Value"] for attribute in devices[0]["DeviceAttributes"]}
    assert (said["device_name"], said["dev:device_remembered_status"]) == ("Firefox on Linux", "remembered")
    assert app.get_device(AccessToken=token, DeviceKey=key)["Device"] == devices[0]
    whose = {"UserPoolId": pool, "Username": user}
    assert admin.admin_list_devices(**whose)["Devices"] == devices
    assert admin.admin_get_device(**whose, DeviceKey=key)["Device"] == devices[0]

    app.update_device_status(AccessToken=token, DeviceKey=key, DeviceRememberedStatus="not_remembered")
    assert not sign_in(server, browser, client, user), "not remembered any more"
    admin.admin_update_device_status(**whose, DeviceKey=key, DeviceRememberedStatus="remembered")
    assert not sign_in(server, browser, client, user), "a status proves nothing"
    browser.submit("/mfa", code=phone.next_code(), remember="on")
    assert sign_in(server, browser, client, user)
    app.forget_device(AccessToken=token, DeviceKey=key)
    assert not sign_in(server, browser, client, user)
    gone = ("ResourceNotFoundException", "Device does not exist.")
    assert refused(app.get_device, AccessToken=token, DeviceKey=key) == gone
    assert refused(admin.admin_forget_device, **whose, DeviceKey=key) == gone
