"""The process and those who run it: its certificate is renewed under it, and it is told to stop."""

import datetime
import http.client
import os
import secrets
import signal
import socket
import ssl
from base64 import b64encode

import pytest
import requests
from conftest import free_port, running, wait_until
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@pytest.fixture()
def settings(tmp_path):
    """The environment of a server of one's own, and its port."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("VESTIBULE_", "AWS_"))},
        "VESTIBULE_LISTEN": f"127.0.0.1:{port}",
        "VESTIBULE_DATABASE_URL": f"sqlite://{tmp_path}/vestibule.db",
        "VESTIBULE_MASTER_KEY": b64encode(secrets.token_bytes(32)).decode(),
        "VESTIBULE_HASHING__WORKERS": "1",
    }
    return environment, port


class Pair:
    """The files of a certificate, as an operator renews them: each is always whole."""

    def __init__(self, folder):
        self.folder, self.certificate, self.key = folder, folder / "cert.pem", folder / "key.pem"

    def renew(self):
        """A new certificate for localhost; answers its PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.timezone.utc)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=90))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256()))
        pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
        self.write(pem, key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                          serialization.NoEncryption()).decode())
        return pem

    def write(self, certificate, key):
        for path, text in ((self.certificate, certificate), (self.key, key)):
            beside = self.folder / "new"
            beside.write_text(text)
            beside.rename(path)


def connect(port, trusted):
    """A connection that trusts this certificate alone."""
    context = ssl.create_default_context(cadata=trusted)
    connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=20)
    connection.connect()
    return connection


def answers(connection):
    connection.request("GET", "/oauth2/authorize")
    answer = connection.getresponse()
    answer.read()
    return answer.status == 400


def is_shown(port, certificate):
    """Whether a new connection is shown this certificate."""
    try:
        connect(port, certificate).close()
        return True
    except ssl.SSLCertVerificationError:
        return False


def test_a_renewed_certificate_is_taken_over_without_cutting_a_connection(settings, tmp_path):
    environment, port = settings
    pair = Pair(tmp_path)
    first = pair.renew()
    environment = {**environment, "VESTIBULE_TLS_CERT": str(pair.certificate), "VESTIBULE_TLS_KEY": str(pair.key)}
    with running(environment, port, tmp_path) as process:
        log = tmp_path / "server.log"
        kept = connect(port, first)
        mine = kept.sock.getsockname()
        assert answers(kept)
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: "is as it was" in log.read_text())
        assert answers(kept) and is_shown(port, first), "asked for nothing, it does nothing"

        second = pair.renew()
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: is_shown(port, second))
        assert not is_shown(port, first)
        assert answers(kept) and kept.sock.getsockname() == mine, "the open connection lives on"

        pair.write("half a certifi", "half a k")
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: "cannot be used" in log.read_text())
        assert is_shown(port, second) and answers(kept), "what cannot be used changes nothing"

        third = pair.renew()
        wait_until(lambda: is_shown(port, third))  # without being told, too
        assert answers(kept) and kept.sock.getsockname() == mine
        assert process.poll() is None
        kept.close()


def test_a_hangup_does_not_end_a_server_without_a_certificate(settings, tmp_path):
    environment, port = settings
    with running(environment, port, tmp_path) as process:
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: "there is no certificate" in (tmp_path / "server.log").read_text())
        assert requests.get(f"http://localhost:{port}/oauth2/authorize", timeout=20).status_code == 400
        assert process.poll() is None


def test_a_server_that_is_told_to_stop_gives_load_balancers_the_notice_that_they_need(settings, tmp_path):
    environment, port = settings
    admin = free_port()
    environment = {**environment, "VESTIBULE_ADMIN_LISTEN": f"127.0.0.1:{admin}",
                   "VESTIBULE_SERVER__DRAIN_NOTICE_SECS": "300"}
    ready = lambda: requests.get(f"http://127.0.0.1:{admin}/readyz", timeout=20).status_code
    with running(environment, port, tmp_path) as process:
        wait_until(lambda: ready() == 200)
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: ready() == 503)
        for _ in range(3):
            assert requests.get(f"http://localhost:{port}/oauth2/authorize", timeout=20).status_code == 400
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 1, "told twice, it goes at once"


def test_a_server_without_notice_stops_when_it_is_told(settings, tmp_path):
    environment, port = settings
    environment = {**environment, "VESTIBULE_SERVER__DRAIN_NOTICE_SECS": "0"}
    with running(environment, port, tmp_path) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 0
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
