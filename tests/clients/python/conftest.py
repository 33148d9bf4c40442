"""The server as its users meet it: the built program, a database file, a mail server, and an admin's access key."""

import os
import re
import secrets
import socket
import subprocess
import time
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import pytest
import requests
from aiosmtpd.controller import Controller
from botocore.config import Config
from botocore.exceptions import ClientError

ROOT = Path(__file__).resolve().parents[3]
READY_WITHIN_SECS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """Takes mail by SMTP and keeps it."""

    def __init__(self):
        self.mails = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content.decode("utf-8", "replace")))
        return "250 OK"

    def wait_for_code(self, address: str, nth: int = 1, digits: int = 6) -> str:
        """The digits in the nth mail to an address."""
        text = self.wait_for_mail(address, nth)
        return re.search(rf"(?m)^\s*(\d{{{digits}}})\s*$", text).group(1)

    def wait_for_mail(self, address: str, nth: int = 1) -> str:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            found = [text for to, text in self.mails if address in to]
            if len(found) >= nth:
                return found[nth - 1]
            time.sleep(0.05)
        raise AssertionError(f"mail {nth} to {address} did not come")


@dataclass
class Server:
    """A running server."""

    url: str
    access_key_id: str
    secret_access_key: str
    mail: MailServer
    environment: dict = field(repr=False)

    def cognito(self, signed: bool = True):
        """boto3 as an admin, or as an app without credentials of its own."""
        session = boto3.Session(
            aws_access_key_id=self.access_key_id if signed else "unused",
            aws_secret_access_key=self.secret_access_key if signed else "unused",
            region_name="xx-local-1",
        )
        return session.client("cognito-idp", endpoint_url=self.url, config=Config(retries={"max_attempts": 1}))


def binary() -> Path:
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "debug" / "vestibule"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    mail = MailServer()
    mail.controller.start()
    port = free_port()
    url = f"http://localhost:{port}"
    access_key_id, secret_access_key = "AKIATESTTESTTESTTEST", secrets.token_hex(20)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("VESTIBULE_", "AWS_"))},
        "VESTIBULE_LISTEN": f"127.0.0.1:{port}",
        "VESTIBULE_PUBLIC_URL": url,
        "VESTIBULE_DATABASE_URL": f"sqlite://{folder}/vestibule.db",
        "VESTIBULE_MASTER_KEY": b64encode(secrets.token_bytes(32)).decode(),
        "VESTIBULE_SMTP_URL": f"smtp://127.0.0.1:{mail.controller.port}",
        "VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID": access_key_id,
        "VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY": secret_access_key,
    }
    try:
        with running(environment, port, folder):
            yield Server(url, access_key_id, secret_access_key, mail, environment)
    finally:
        mail.controller.stop()


@contextmanager
def running(environment, port, folder):
    """The program serving on a port, until the end."""
    path = folder / "server.log"
    with open(path, "w") as log:
        process = subprocess.Popen([binary(), "serve"], env=environment, cwd=folder, stderr=log, stdout=log)
    try:
        wait_until_ready(process, port, path)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=40)
    log = path.read_text()
    assert "panicked" not in log, log
    for name in ("VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY", "VESTIBULE_MASTER_KEY"):
        assert name not in environment or environment[name] not in log


def wait_until_ready(process, port, log):
    end = time.monotonic() + READY_WITHIN_SECS
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not become ready")


@pytest.fixture(scope="session")
def admin(server):
    return server.cognito()


@pytest.fixture(scope="session")
def app(server):
    """boto3 as an app uses it: no credentials that the server knows."""
    return server.cognito(signed=False)


CALLBACK = "http://localhost:9/callback"


@pytest.fixture(scope="session")
def pool(admin):
    """A pool in which people sign in with their e-mail address."""
    created = admin.create_user_pool(
        PoolName="Northwind",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        Schema=[{"Name": "email", "Required": True, "Mutable": True, "AttributeDataType": "String"}],
    )
    return created["UserPool"]["Id"]


def make_client(admin, pool, **settings):
    request = {
        "UserPoolId": pool,
        "ClientName": "Orders",
        "CallbackURLs": [CALLBACK],
        "LogoutURLs": ["http://localhost:9/"],
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email", "profile", "aws.cognito.signin.user.admin"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "SupportedIdentityProviders": ["COGNITO"],
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
        **settings,
    }
    return admin.create_user_pool_client(**request)["UserPoolClient"]


@pytest.fixture(scope="session")
def client(admin, pool):
    return make_client(admin, pool)


@pytest.fixture()
def user(admin, pool):
    """A confirmed user with a password of their own."""
    address = f"ada-{secrets.token_hex(4)}@example.com"
    admin.admin_create_user(
        UserPoolId=pool,
        Username=address,
        UserAttributes=[{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}],
        MessageAction="SUPPRESS",
    )
    password = "Correct-Horse-7"
    admin.admin_set_user_password(UserPoolId=pool, Username=address, Password=password, Permanent=True)
    return address, password


def wait_until(holds):
    """What another process changed is seen within a moment."""
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def refused(call, **request):
    """The name and the message of the error with which a call is refused."""
    with pytest.raises(ClientError) as caught:
        call(**request)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


class Browser:
    """A person at the pages, without JavaScript: follows redirects within the server and fills in forms."""

    def __init__(self, base: str):
        self.base = base
        self.session = requests.Session()
        self.page = None

    def open(self, url: str):
        self.page = self._follow(self.session.get(url, allow_redirects=False))
        return self

    def submit(self, path: str, **fields):
        """Fills in the form that leads to `path` and sends it."""
        forms = re.findall(r"(?s)<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", self.page.text)
        action, form = next((unescape(action), form) for action, form in forms if path in action.split("?")[0])
        hidden = dict(re.findall(r"<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"", form))
        names = re.findall(r"<input[^>]* name=\"([^\"]+)\"", form)
        assert set(fields) <= set(names), (fields, names)
        url = requests.compat.urljoin(self.page.url, action)
        headers = {"Origin": self.base, "Sec-Fetch-Site": "same-origin"}
        answer = self.session.post(url, data={**hidden, **fields}, headers=headers, allow_redirects=False)
        self.page = self._follow(answer)
        return self

    def _follow(self, answer):
        for _ in range(10):
            location = answer.headers.get("Location")
            if location is None:
                return answer
            url = requests.compat.urljoin(answer.url, location)
            if not url.startswith(self.base):
                self.left_to = url
                return answer
            answer = self.session.get(url, allow_redirects=False)
        raise AssertionError("too many redirects")


def unescape(text: str) -> str:
    import html

    return html.unescape(text)
