"""Codes by mail as first and as second factor, and the choice among several factors, by boto3."""

import json
import re
import secrets

import pytest
import requests
from conftest import CALLBACK, Browser, make_client, refused
from test_second_factors import App

PASSWORD = "Correct-Horse-7"


@pytest.fixture(scope="module")
def pool(admin):
    """A pool in which codes by mail may come first and second, and only an admin recovers."""
    pool = admin.create_user_pool(
        PoolName="Depot", UsernameAttributes=["email"],
        Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}},
        AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]},
    )["UserPool"]
    assert pool["Policies"]["SignInPolicy"] == {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}
    answer = admin.set_user_pool_mfa_config(
        UserPoolId=pool["Id"], SoftwareTokenMfaConfiguration={"Enabled": True},
        EmailMfaConfiguration={"Message": "Enter {####} to go on", "Subject": "Depot"}, MfaConfiguration="OPTIONAL")
    assert answer["EmailMfaConfiguration"] == {"Message": "Enter {####} to go on", "Subject": "Depot"}
    return pool["Id"]


@pytest.fixture(scope="module")
def client(admin, pool):
    return make_client(admin, pool, ExplicitAuthFlows=["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"])


@pytest.fixture()
def user(admin, pool):
    address = f"ada-{secrets.token_hex(4)}@example.com"
    admin.admin_create_user(UserPoolId=pool, Username=address, MessageAction="SUPPRESS",
                            UserAttributes=[{"Name": "email", "Value": address},
                                            {"Name": "email_verified", "Value": "true"}])
    admin.admin_set_user_password(UserPoolId=pool, Username=address, Password=PASSWORD, Permanent=True)
    return address


def with_password(app, client, user):
    return app.initiate_auth(ClientId=client["ClientId"], AuthFlow="USER_PASSWORD_AUTH",
                             AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD})


def answer(app, client, user, asked, **responses):
    return app.respond_to_auth_challenge(ClientId=client["ClientId"], ChallengeName=asked["ChallengeName"],
                                         Session=asked["Session"], ChallengeResponses={"USERNAME": user, **responses})


def test_a_code_by_mail_is_the_second_factor(app, admin, server, pool, client, user):
    admin.admin_set_user_mfa_preference(UserPoolId=pool, Username=user,
                                        EmailMfaSettings={"Enabled": True, "PreferredMfa": True})
    seen = admin.admin_get_user(UserPoolId=pool, Username=user)
    assert (seen["UserMFASettingList"], seen["PreferredMfaSetting"]) == (["EMAIL_OTP"], "EMAIL_OTP")
    asked = with_password(app, client, user)
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == "EMAIL"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "a***@e***"
    code = re.search(r"Enter (\d{6}) to go on", server.mail.wait_for_mail(user)).group(1)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    with pytest.raises(app.exceptions.CodeMismatchException):
        answer(app, client, user, asked, EMAIL_OTP_CODE=wrong)
    done = answer(app, client, user, asked, EMAIL_OTP_CODE=code)
    assert done["AuthenticationResult"]["AccessToken"]
    with pytest.raises(app.exceptions.NotAuthorizedException):
        answer(app, client, user, asked, EMAIL_OTP_CODE=code)


def test_one_of_several_is_chosen_and_a_recovery_code_stands_in(app, admin, server, pool, client, user):
    tokens = with_password(app, client, user)["AuthenticationResult"]
    phone = App(app.associate_software_token(AccessToken=tokens["AccessToken"])["SecretCode"])
    app.verify_software_token(AccessToken=tokens["AccessToken"], UserCode=phone.next_code())
    app.set_user_mfa_preference(AccessToken=tokens["AccessToken"], SoftwareTokenMfaSettings={"Enabled": True},
                                EmailMfaSettings={"Enabled": True})
    made = requests.post(server.url, json={"AccessToken": tokens["AccessToken"]}, headers={
        "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "VestibuleService.CreateRecoveryCodes"})
    codes = made.json()["RecoveryCodes"]
    assert len(set(codes)) == 10

    asked = with_password(app, client, user)
    assert asked["ChallengeName"] == "SELECT_MFA_TYPE"
    assert json.loads(asked["ChallengeParameters"]["MFAS_CAN_CHOOSE"]) == ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
    by_app = answer(app, client, user, asked, ANSWER="SOFTWARE_TOKEN_MFA")
    assert by_app["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert answer(app, client, user, by_app, SOFTWARE_TOKEN_MFA_CODE=phone.next_code())["AuthenticationResult"]

    asked = answer(app, client, user, with_password(app, client, user), ANSWER="EMAIL_OTP")
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert answer(app, client, user, asked, RECOVERY_CODE=codes[0])["AuthenticationResult"]
    asked = answer(app, client, user, with_password(app, client, user), ANSWER="EMAIL_OTP")
    with pytest.raises(app.exceptions.CodeMismatchException):
        answer(app, client, user, asked, RECOVERY_CODE=codes[0])


def test_the_first_factor_is_chosen(app, server, client, user):
    def begin(**parameters):
        return app.initiate_auth(ClientId=client["ClientId"], AuthFlow="USER_AUTH",
                                 AuthParameters={"USERNAME": user, **parameters})

    asked = begin()
    assert asked["ChallengeName"] == "SELECT_CHALLENGE"
    assert asked["AvailableChallenges"] == ["PASSWORD", "EMAIL_OTP"]
    assert answer(app, client, user, asked, ANSWER="PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]
    asked = begin(PREFERRED_CHALLENGE="PASSWORD")
    assert asked["ChallengeName"] == "PASSWORD"
    assert answer(app, client, user, asked, PASSWORD=PASSWORD)["AuthenticationResult"]
    assert begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]

    asked = answer(app, client, user, begin(), ANSWER="EMAIL_OTP")
    assert asked["ChallengeName"] == "EMAIL_OTP"
    code = server.mail.wait_for_code(user, digits=8)
    assert answer(app, client, user, asked, EMAIL_OTP_CODE=code)["AuthenticationResult"]
    asked = begin(PREFERRED_CHALLENGE="EMAIL_OTP")
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert refused(answer, app=app, client=client, user=user, asked=asked, EMAIL_OTP_CODE="00000000")[0] == (
        "CodeMismatchException")


def test_a_link_signs_in_where_it_was_asked_for(server, client, user):
    query = {"client_id": client["ClientId"], "response_type": "code", "redirect_uri": CALLBACK,
             "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
    browser = Browser(server.url)
    browser.open(f"{server.url}/login?" + "&".join(f"{name}={value}" for name, value in query.items()))
    # The button that the form has beside its inputs.
    form = re.search(r'(?s)<form[^>]*action="([^"]*/login[^"]*)"', browser.page.text)
    assert form and 'name="way" value="email"' in browser.page.text
    csrf = re.search(r'name="_csrf" value="([^"]*)"', browser.page.text).group(1)
    sent = browser.session.post(browser.page.url, data={"_csrf": csrf, "username": user, "way": "email"},
                                headers={"Origin": server.url, "Sec-Fetch-Site": "same-origin"}, allow_redirects=False)
    browser.page = browser._follow(sent)
    assert "/login/code" in browser.page.url
    text = server.mail.wait_for_mail(user).replace("=\r\n", "").replace("=\n", "").replace("=3D", "=")
    link = re.search(r"http://localhost:\d+/[^/\s]+/login/link\?token=[\w-]+", text).group(0)
    other = Browser(server.url).open(link)
    assert "Enter the code instead" in other.page.text and "<form" not in other.page.text
    browser.open(link)
    browser.submit("/login/link")
    assert browser.left_to.startswith(CALLBACK) and "code=" in browser.left_to
    assert browser.open(link).page.status_code == 410


def test_an_address_is_set_up_on_the_way_in(app, admin, server):
    pool = admin.create_user_pool(
        PoolName="Vault", AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]},
    )["UserPool"]["Id"]
    admin.set_user_pool_mfa_config(UserPoolId=pool, EmailMfaConfiguration={}, MfaConfiguration="ON")
    client = make_client(admin, pool)
    name, address = f"ada-{secrets.token_hex(4)}", f"ada-{secrets.token_hex(4)}@example.com"
    admin.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS")
    admin.admin_set_user_password(UserPoolId=pool, Username=name, Password=PASSWORD, Permanent=True)
    asked = with_password(app, client, name)
    assert (asked["ChallengeName"], asked["ChallengeParameters"]["MFAS_CAN_SETUP"]) == ("MFA_SETUP", '["EMAIL_OTP"]')
    sent = answer(app, client, name, asked, EMAIL=address)
    assert sent["ChallengeName"] == "EMAIL_OTP"
    done = answer(app, client, name, sent, EMAIL_OTP_CODE=server.mail.wait_for_code(address))
    me = app.get_user(AccessToken=done["AuthenticationResult"]["AccessToken"])
    assert me["PreferredMfaSetting"] == "EMAIL_OTP"
    assert {"Name": "email_verified", "Value": "true"} in me["UserAttributes"]
