"""Signing up and in over the API, as code written for Cognito does."""

import base64
import hashlib
import hmac
import secrets

from conftest import make_client, refused


def test_sign_up_confirm_sign_in_refresh_sign_out(server, app, client):
    address, password = f"eve-{secrets.token_hex(4)}@example.com", "a long passphrase"
    signed_up = app.sign_up(ClientId=client["ClientId"], Username=address, Password=password,
                            UserAttributes=[{"Name": "email", "Value": address}])
    assert signed_up["UserConfirmed"] is False
    assert signed_up["CodeDeliveryDetails"] == {
        "Destination": "e***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
    sign_in = {"ClientId": client["ClientId"], "AuthFlow": "USER_PASSWORD_AUTH",
               "AuthParameters": {"USERNAME": address, "PASSWORD": password}}
    assert refused(app.initiate_auth, **sign_in) == ("UserNotConfirmedException", "User is not confirmed.")

    code = server.mail.wait_for_code(address)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    mismatch = refused(app.confirm_sign_up, ClientId=client["ClientId"], Username=address, ConfirmationCode=wrong)
    assert mismatch == ("CodeMismatchException", "Invalid verification code provided, please try again.")
    app.confirm_sign_up(ClientId=client["ClientId"], Username=address, ConfirmationCode=code)

    result = app.initiate_auth(**sign_in)["AuthenticationResult"]
    assert result["TokenType"] == "Bearer" and result["ExpiresIn"] == 3600
    me = app.get_user(AccessToken=result["AccessToken"])
    attributes = {entry["Name"]: entry["Value"] for entry in me["UserAttributes"]}
    assert attributes["email"] == address and attributes["email_verified"] == "true"
    assert attributes["sub"] == signed_up["UserSub"]

    refreshed = app.initiate_auth(ClientId=client["ClientId"], AuthFlow="REFRESH_TOKEN_AUTH",
                                  AuthParameters={"REFRESH_TOKEN": result["RefreshToken"]})["AuthenticationResult"]
    assert "RefreshToken" not in refreshed and refreshed["AccessToken"] != result["AccessToken"]

    app.global_sign_out(AccessToken=refreshed["AccessToken"])
    assert refused(app.get_user, AccessToken=result["AccessToken"]) == (
        "NotAuthorizedException", "Access Token has been revoked")
    code, message = refused(app.initiate_auth, ClientId=client["ClientId"], AuthFlow="REFRESH_TOKEN_AUTH",
                            AuthParameters={"REFRESH_TOKEN": result["RefreshToken"]})
    assert code == "NotAuthorizedException" and "Refresh Token" in message


def test_wrong_passwords_and_unknown_people_look_alike(app, client, user):
    address, _ = user
    answers = [refused(app.initiate_auth, ClientId=client["ClientId"], AuthFlow="USER_PASSWORD_AUTH",
                       AuthParameters={"USERNAME": name, "PASSWORD": "not the password"})
               for name in (address, "nobody@example.com")]
    assert answers[0] == answers[1] == ("NotAuthorizedException", "Incorrect username or password.")


def test_a_forgotten_password_is_replaced(server, app, client, user):
    address, old = user
    app.forgot_password(ClientId=client["ClientId"], Username=address)
    code = server.mail.wait_for_code(address)
    app.confirm_forgot_password(ClientId=client["ClientId"], Username=address, ConfirmationCode=code,
                                Password="a brand new passphrase")
    sign_in = {"ClientId": client["ClientId"], "AuthFlow": "USER_PASSWORD_AUTH"}
    code, _ = refused(app.initiate_auth, AuthParameters={"USERNAME": address, "PASSWORD": old}, **sign_in)
    assert code == "NotAuthorizedException"
    done = app.initiate_auth(AuthParameters={"USERNAME": address, "PASSWORD": "a brand new passphrase"}, **sign_in)
    assert done["AuthenticationResult"]["AccessToken"]


def test_an_invited_user_replaces_the_temporary_password(server, admin, app, pool, client):
    address = f"kim-{secrets.token_hex(4)}@example.com"
    made = admin.admin_create_user(UserPoolId=pool, Username=address, TemporaryPassword="Temporary-1",
                                   UserAttributes=[{"Name": "email", "Value": address}])["User"]
    assert made["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert "Temporary-1" in server.mail.wait_for_mail(address)
    asked = app.initiate_auth(ClientId=client["ClientId"], AuthFlow="USER_PASSWORD_AUTH",
                              AuthParameters={"USERNAME": address, "PASSWORD": "Temporary-1"})
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED" and "AuthenticationResult" not in asked
    answer = {"ClientId": client["ClientId"], "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": asked["Session"]}
    code, _ = refused(app.respond_to_auth_challenge,
                      ChallengeResponses={"USERNAME": address, "NEW_PASSWORD": "short"}, **answer)
    assert code == "InvalidPasswordException"
    done = app.respond_to_auth_challenge(
        ChallengeResponses={"USERNAME": address, "NEW_PASSWORD": "my own passphrase"}, **answer)
    assert done["AuthenticationResult"]["IdToken"]
    code, _ = refused(app.respond_to_auth_challenge,
                      ChallengeResponses={"USERNAME": address, "NEW_PASSWORD": "another passphrase"}, **answer)
    assert code == "NotAuthorizedException"


def test_a_confidential_client_proves_itself(admin, app, pool, user):
    client = make_client(admin, pool, ClientName="Server side", GenerateSecret=True)
    address, password = user
    parameters = {"USERNAME": address, "PASSWORD": password}
    request = {"ClientId": client["ClientId"], "AuthFlow": "USER_PASSWORD_AUTH"}
    code, message = refused(app.initiate_auth, AuthParameters=parameters, **request)
    assert (code, "SECRET_HASH was not received" in message) == ("NotAuthorizedException", True)
    digest = hmac.new(client["ClientSecret"].encode(), (address + client["ClientId"]).encode(), hashlib.sha256).digest()
    parameters["SECRET_HASH"] = base64.b64encode(digest).decode()
    assert app.initiate_auth(AuthParameters=parameters, **request)["AuthenticationResult"]["AccessToken"]

