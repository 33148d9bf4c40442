"""Text messages as they leave the built program: published at moto's Amazon SNS, which checks the signature as IAM would,
and posted to a webhook, which checks it with the specification's own library."""

import json
import os
import re
import secrets
import threading
import time
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError
from conftest import free_port, running
from moto.server import ThreadedMotoServer
from moto.sns.models import sns_backends
from standardwebhooks import Webhook

NUMBER = "+4915112345678"
REGION = "eu-central-1"
PASSWORD = "Correct-Horse-7"
KEY = ("AKIATESTTESTTESTTEST", "c0ffee" * 6)


@pytest.fixture()
def serve(tmp_path):
    """Starts a server with these settings of a gateway; answers boto3 as its admin."""
    port = free_port()

    def start(**gateway):
        url = f"http://localhost:{port}"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("VESTIBULE_", "AWS_"))},
            "VESTIBULE_LISTEN": f"127.0.0.1:{port}",
            "VESTIBULE_PUBLIC_URL": url,
            "VESTIBULE_DATABASE_URL": f"sqlite://{tmp_path}/vestibule.db",
            "VESTIBULE_MASTER_KEY": b64encode(secrets.token_bytes(32)).decode(),
            "VESTIBULE_HASHING__WORKERS": "1",
            "VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID": KEY[0],
            "VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY": KEY[1],
            "VESTIBULE_OUTBOUND_ALLOW": "127.0.0.1/32",
            "VESTIBULE_SMS__ALLOWED_PREFIXES": "+49",
            "VESTIBULE_LOG": "debug",
            **gateway,
        }
        admin = boto3.client(
            "cognito-idp", endpoint_url=url, region_name="xx-local-1", aws_access_key_id=KEY[0],
            aws_secret_access_key=KEY[1], config=Config(retries={"max_attempts": 1}))
        return running(environment, port, tmp_path), admin

    return start


def make_pool(admin):
    """A pool in which people sign in with their number, as an application makes it for Cognito, and its client."""
    pool = admin.create_user_pool(
        PoolName="Northwind", UsernameAttributes=["phone_number"], AutoVerifiedAttributes=["phone_number"],
        SmsVerificationMessage="Your Northwind code is {####}",
        SmsConfiguration={"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "northwind"})
    pool = pool["UserPool"]["Id"]
    client = admin.create_user_pool_client(
        UserPoolId=pool, ClientName="Orders", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    return pool, client["UserPoolClient"]["ClientId"]


def confirm(admin, client, code):
    """The code is right, and opens the account."""
    admin.confirm_sign_up(ClientId=client, Username=NUMBER, ConfirmationCode=code)
    parameters = {"USERNAME": NUMBER, "PASSWORD": PASSWORD}
    signed_in = admin.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    assert "AccessToken" in signed_in["AuthenticationResult"]


def wait_for(look, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


@pytest.fixture()
def amazon(monkeypatch):
    """moto's server, which lets in only what is signed with a key that may publish; answers its port and that key."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "unused")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    url = f"http://127.0.0.1:{port}"
    requests.post(f"{url}/moto-api/reset", timeout=10)
    requests.post(f"{url}/moto-api/reset-auth", data=b"inf", timeout=10)
    iam = boto3.client("iam", endpoint_url=url, region_name=REGION)
    iam.create_user(UserName="gateway")
    key = iam.create_access_key(UserName="gateway")["AccessKey"]
    allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}]}
    iam.put_user_policy(UserName="gateway", PolicyName="publish", PolicyDocument=json.dumps(allowed))
    requests.post(f"{url}/moto-api/reset-auth", data=b"0", timeout=10)
    try:
        yield url, key
    finally:
        server.stop()


def published():
    """What moto's SNS took, number and text."""
    backend = sns_backends["123456789012"][REGION]
    return [(number, text) for number, text in backend.sms_messages.values()]


def test_a_code_is_published_at_sns_under_a_signature_that_holds(serve, amazon, tmp_path):
    url, key = amazon
    server, admin = serve(
        VESTIBULE_SMS_URL=f"{url}/", VESTIBULE_SMS__SHAPE="sns", VESTIBULE_SMS__REGION=REGION,
        VESTIBULE_SMS__USER=key["AccessKeyId"], VESTIBULE_SMS__SECRET=key["SecretAccessKey"])
    with server:
        pool, client = make_pool(admin)
        assert admin.describe_user_pool(UserPoolId=pool)["UserPool"]["SmsConfiguration"]["ExternalId"] == "northwind"
        made = admin.sign_up(ClientId=client, Username=NUMBER, Password=PASSWORD)
        assert made["CodeDeliveryDetails"] == {
            "Destination": "+*********5678", "DeliveryMedium": "SMS", "AttributeName": "phone_number"}
        [(number, text)] = wait_for(published)
        assert number == NUMBER
        code = re.fullmatch(r"Your Northwind code is (\d{6})", text).group(1)
        confirm(admin, client, code)
        with pytest.raises(ClientError) as refused:
            admin.sign_up(ClientId=client, Username="+88213123456", Password=PASSWORD)
        assert refused.value.response["Error"]["Code"] == "CodeDeliveryFailureException"
    log = (tmp_path / "server.log").read_text()
    assert code not in log and key["SecretAccessKey"] not in log and NUMBER not in log


def test_a_wrong_secret_is_refused_by_amazon_and_the_message_waits(serve, amazon, tmp_path):
    url, key = amazon
    server, admin = serve(
        VESTIBULE_SMS_URL=f"{url}/", VESTIBULE_SMS__SHAPE="sns", VESTIBULE_SMS__REGION=REGION,
        VESTIBULE_SMS__USER=key["AccessKeyId"], VESTIBULE_SMS__SECRET="not the secret")
    with server:
        _, client = make_pool(admin)
        admin.sign_up(ClientId=client, Username=NUMBER, Password=PASSWORD)
        log = tmp_path / "server.log"
        wait_for(lambda: "message not delivered yet" in log.read_text())
        assert published() == []


class Receiver(HTTPServer):
    """A webhook that believes the specification's own library, and fails the first time."""

    def __init__(self, secret):
        super().__init__(("127.0.0.1", 0), Handler)
        self.webhook, self.taken, self.ids = Webhook(secret), [], []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        message = self.server.webhook.verify(body, dict(self.headers))
        self.server.ids.append(self.headers["webhook-id"])
        is_first = len(self.server.ids) == 1
        if not is_first:
            self.server.taken.append(message)
        self.send_response(503 if is_first else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


def test_a_webhook_gets_the_text_under_one_id_until_it_takes_it(serve):
    secret = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    receiver = Receiver(secret)
    thread = threading.Thread(target=receiver.serve_forever, daemon=True)
    thread.start()
    server, admin = serve(
        VESTIBULE_SMS_URL=f"http://127.0.0.1:{receiver.server_port}/sms", VESTIBULE_SMS__SECRET=secret)
    try:
        with server:
            _, client = make_pool(admin)
            admin.sign_up(ClientId=client, Username=NUMBER, Password=PASSWORD)
            [message] = wait_for(lambda: receiver.taken)
            assert (message["type"], message["to"]) == ("sms.send", NUMBER)
            assert receiver.ids[0] == receiver.ids[1]
            confirm(admin, client, re.search(r"\d{6}", message["text"]).group())
    finally:
        receiver.shutdown()
        thread.join()


def test_without_a_gateway_it_is_said_by_name(server, admin):
    with pytest.raises(ClientError) as refused:
        admin.create_user_pool(PoolName="Texts", AutoVerifiedAttributes=["phone_number"])
    assert refused.value.response["Error"]["Code"] == "InvalidSmsRoleAccessPolicyException"
