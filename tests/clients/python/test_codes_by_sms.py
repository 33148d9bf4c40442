"""Codes by text message as first and as second factor, by boto3, and a webhook that takes the texts."""

import re
import secrets
import threading
from base64 import b64encode

import pytest
from test_text_messages import NUMBER, PASSWORD, Receiver, serve, wait_for

assert serve, "the fixture is used by its name"


@pytest.fixture()
def phone(serve):
    """A server whose texts come in here; answers boto3 as its admin, and a function that waits for the next code."""
    secret = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    receiver = Receiver(secret)
    receiver.ids.append("nothing fails here")
    thread = threading.Thread(target=receiver.serve_forever, daemon=True)
    thread.start()
    server, admin = serve(
        VESTIBULE_SMS_URL=f"http://127.0.0.1:{receiver.server_port}/sms", VESTIBULE_SMS__SECRET=secret)
    seen = 0

    def next_code(digits):
        nonlocal seen
        texts = wait_for(lambda: receiver.taken[seen:])
        seen += 1
        assert texts[0]["to"] == NUMBER
        return re.search(rf"\b\d{{{digits}}}\b", texts[0]["text"]).group()

    try:
        with server:
            yield admin, next_code
    finally:
        receiver.shutdown()
        thread.join()


def with_ada(admin):
    """A pool as an application makes it for Cognito, its client, and ada with a proven number."""
    pool = admin.create_user_pool(
        PoolName="Northwind", MfaConfiguration="OPTIONAL", SmsAuthenticationMessage="Your code: {####}",
        SmsConfiguration={"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "northwind"},
        Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "SMS_OTP"]}})["UserPool"]["Id"]
    client = admin.create_user_pool_client(
        UserPoolId=pool, ClientName="Orders",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"])["UserPoolClient"]["ClientId"]
    admin.admin_create_user(UserPoolId=pool, Username="ada", MessageAction="SUPPRESS",
                            UserAttributes=[{"Name": "phone_number", "Value": NUMBER},
                                            {"Name": "phone_number_verified", "Value": "true"}])
    admin.admin_set_user_password(UserPoolId=pool, Username="ada", Password=PASSWORD, Permanent=True)
    return pool, client


def test_boto3_signs_in_by_text_first_and_second(phone):
    admin, next_code = phone
    pool, client = with_ada(admin)
    config = admin.get_user_pool_mfa_config(UserPoolId=pool)
    assert config["SmsMfaConfiguration"]["SmsAuthenticationMessage"] == "Your code: {####}"

    def answer(asked, **responses):
        return admin.respond_to_auth_challenge(
            ClientId=client, ChallengeName=asked["ChallengeName"], Session=asked["Session"],
            ChallengeResponses={"USERNAME": "ada", **responses})

    asked = admin.initiate_auth(ClientId=client, AuthFlow="USER_AUTH",
                                AuthParameters={"USERNAME": "ada", "PREFERRED_CHALLENGE": "SMS_OTP"})
    assert asked["ChallengeName"] == "SMS_OTP"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == "SMS"
    tokens = answer(asked, SMS_OTP_CODE=next_code(8))["AuthenticationResult"]

    admin.set_user_mfa_preference(AccessToken=tokens["AccessToken"],
                                  SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
    me = admin.get_user(AccessToken=tokens["AccessToken"])
    assert (me["UserMFASettingList"], me["PreferredMfaSetting"]) == (["SMS_MFA"], "SMS_MFA")
    asked = admin.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
                                AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD})
    assert asked["ChallengeName"] == "SMS_MFA"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "+*********5678"
    code = next_code(6)
    with pytest.raises(admin.exceptions.CodeMismatchException):
        answer(asked, SMS_MFA_CODE=f"{(int(code) + 1) % 1_000_000:06}")
    assert answer(asked, SMS_MFA_CODE=code)["AuthenticationResult"]["AccessToken"]


def test_boto3_sets_a_number_up_on_the_way_in(phone):
    admin, next_code = phone
    pool, client = with_ada(admin)
    admin.set_user_pool_mfa_config(UserPoolId=pool, MfaConfiguration="ON")
    admin.admin_update_user_attributes(UserPoolId=pool, Username="ada",
                                       UserAttributes=[{"Name": "phone_number_verified", "Value": "false"}])
    asked = admin.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH",
                                AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD})
    assert (asked["ChallengeName"], asked["ChallengeParameters"]["MFAS_CAN_SETUP"]) == ("MFA_SETUP", '["SMS_MFA"]')
    sent = admin.respond_to_auth_challenge(
        ClientId=client, ChallengeName="MFA_SETUP", Session=asked["Session"],
        ChallengeResponses={"USERNAME": "ada", "PHONE_NUMBER": NUMBER})
    assert sent["ChallengeName"] == "SMS_MFA"
    done = admin.respond_to_auth_challenge(
        ClientId=client, ChallengeName="SMS_MFA", Session=sent["Session"],
        ChallengeResponses={"USERNAME": "ada", "SMS_MFA_CODE": next_code(6)})
    me = admin.get_user(AccessToken=done["AuthenticationResult"]["AccessToken"])
    assert me["PreferredMfaSetting"] == "SMS_MFA"
