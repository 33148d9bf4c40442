"""The operator at the command line, beside the running server: each verb is a process of its own."""

import json
import secrets
import subprocess

import boto3
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import binary, make_client, refused, wait_until


def run(server, *arguments):
    return subprocess.run([binary(), *arguments], env=server.environment, capture_output=True, text=True, timeout=60)


def told(server, *arguments):
    """What a command prints that succeeds."""
    done = run(server, *arguments)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout


def boto(server, key):
    return boto3.client("cognito-idp", endpoint_url=server.url, region_name="xx-local-1",
                        aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])


def own(server, operation, **members):
    """An operation of VestibuleService, which boto3 does not know, signed by its hand."""
    request = AWSRequest("POST", f"{server.url}/", data=json.dumps(members), headers={
        "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"VestibuleService.{operation}"})
    credentials = Credentials(server.access_key_id, server.secret_access_key)
    SigV4Auth(credentials, "vestibule", "xx-local-1").add_auth(request)
    answer = requests.post(request.url, data=request.body, headers=dict(request.headers), timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_access_key_works_at_once_and_is_refused_at_once(server, pool):
    key = json.loads(told(server, "admin", "create-access-key", "--role", "read-only", "--pool", pool))
    assert set(key) == {"AccessKeyId", "SecretAccessKey"}
    holder = boto(server, key)
    assert holder.describe_user_pool(UserPoolId=pool)["UserPool"]["Id"] == pool
    assert refused(holder.delete_user_pool, UserPoolId=pool)[0] == "AccessDeniedException"

    printed = told(server, "admin", "list-access-keys")
    assert key["SecretAccessKey"] not in printed and server.secret_access_key not in printed, "shown once"
    listed = {entry["AccessKeyId"]: entry for entry in json.loads(printed)["AccessKeys"]}
    entry = listed[key["AccessKeyId"]]
    assert (entry["Role"], entry["UserPoolId"]) == ("read-only", pool) and entry["CreationDate"] > 1_700_000_000
    assert listed[server.access_key_id]["Role"] == "admin" and "UserPoolId" not in listed[server.access_key_id]

    told(server, "admin", "delete-access-key", key["AccessKeyId"])
    assert refused(holder.describe_user_pool, UserPoolId=pool)[0] == "InvalidSignatureException"
    assert server.cognito().describe_user_pool(UserPoolId=pool)["UserPool"]["Id"] == pool
    again = run(server, "admin", "delete-access-key", key["AccessKeyId"])
    assert again.returncode != 0 and "there is no access key" in again.stderr
    assert key["AccessKeyId"] not in told(server, "admin", "list-access-keys")

    lines = [json.loads(line) for line in told(server, "events", "--max", "1000").splitlines()]
    about = [line for line in lines if line["detail"].get("access_key_id") == key["AccessKeyId"]]
    assert [line["name"] for line in about] == ["access_key.created", "access_key.deleted"], "the newest last"
    assert all("actor" not in line for line in about), "done at the command line"


def test_events_say_who_asked_and_are_read_page_by_page(server, admin, pool):
    address = f"grace-{secrets.token_hex(4)}@example.com"
    made = admin.admin_create_user(UserPoolId=pool, Username=address, MessageAction="SUPPRESS")["User"]
    sub = next(entry["Value"] for entry in made["Attributes"] if entry["Name"] == "sub")
    admin.admin_disable_user(UserPoolId=pool, Username=address)
    lines = [json.loads(line) for line in told(server, "events", "--pool", pool, "--user", sub).splitlines()]
    assert [line["name"] for line in lines] == ["user.created", "user.disabled"]
    for line in lines:
        assert (line["actor"], line["user"], line["pool"]) == (server.access_key_id, sub, pool)
        assert line["at"].endswith("Z")
    rest = told(server, "events", "--pool", pool, "--user", sub, "--after", lines[0]["id"]).splitlines()
    assert [json.loads(line)["id"] for line in rest] == [lines[1]["id"]]
    assert told(server, "events", "--user", sub, "--after", lines[1]["id"]) == ""
    assert address not in told(server, "events", "--max", "1000"), "what a person typed is in no event"
    for wrong in (["--max", "0"], ["--after", "x"], ["--user", "x"], ["--pool", "x"]):
        assert run(server, "events", *wrong).returncode != 0, wrong


def test_settings_of_a_client_are_changed_and_shown_as_the_api_shows_them(server, admin, pool):
    client = make_client(admin, pool, ClientName="Command line")["ClientId"]
    of = ("--pool", pool, "--client", client)
    shown = json.loads(told(server, "client", "show", *of))
    assert shown == own(server, "DescribeUserPoolClientSettings", UserPoolId=pool, ClientId=client)
    assert shown["RequirePkce"] is True and shown["CodeLifetimeSeconds"] == 60

    authorize = {"client_id": client, "response_type": "code", "redirect_uri": "http://localhost:9/callback"}
    location = lambda: requests.get(f"{server.url}/oauth2/authorize", params=authorize, allow_redirects=False,
                                    timeout=20).headers["Location"]
    assert "error=invalid_request" in location()
    told(server, "client", "set-pkce", *of, "--require", "false")
    told(server, "client", "set-code-lifetime", *of, "--seconds", "30")
    told(server, "client", "set-logout", *of, "--keep-grants", "true")
    told(server, "client", "set-recent-proof", *of, "--require", "true")
    told(server, "client", "set-algorithms", *of, "--id-token", "ES256", "--now")
    changed = json.loads(told(server, "client", "show", *of))
    assert changed == {**shown, "RequirePkce": False, "CodeLifetimeSeconds": 30, "KeepGrantsAtLogout": True,
                       "RequireRecentProof": True, "IdTokenSigningAlgorithm": "ES256"}
    wait_until(lambda: own(server, "DescribeUserPoolClientSettings", UserPoolId=pool, ClientId=client) == changed)
    wait_until(lambda: "error=" not in location())

    for wrong in (["set-code-lifetime", "--seconds", "301"], ["set-pkce", "--require", "perhaps"]):
        assert run(server, "client", wrong[0], *of, *wrong[1:]).returncode != 0, wrong
    missing = run(server, "client", "show", "--pool", pool, "--client", "1a2b3c4d5e6f7g8h9i0j1k2l3m")
    assert missing.returncode != 0 and "there is no client" in missing.stderr
    assert json.loads(told(server, "client", "show", *of)) == changed


def test_settings_of_a_pool_are_changed_and_shown_as_the_api_shows_them(server, pool):
    of = ("--pool", pool)
    shown = json.loads(told(server, "pool", "show", *of))
    assert shown == own(server, "DescribeUserPoolSettings", UserPoolId=pool)
    told(server, "pool", "set-session", *of, "--idle-seconds", "600", "--absolute-seconds", "7200")
    told(server, "pool", "set-key-rotation", *of, "--days", "90")
    told(server, "pool", "set-related-origins", *of, "--origin", "https://app.example.com")
    changed = {**shown, "SessionIdleSeconds": 600, "SessionAbsoluteSeconds": 7200, "SigningKeyRotationDays": 90,
               "RelatedOrigins": ["https://app.example.com"]}
    assert json.loads(told(server, "pool", "show", *of)) == changed
    wait_until(lambda: own(server, "DescribeUserPoolSettings", UserPoolId=pool) == changed)

    wrong = run(server, "pool", "set-session", *of, "--idle-seconds", "7201", "--absolute-seconds", "7200")
    assert wrong.returncode != 0 and "idle must not be longer" in wrong.stderr
    assert json.loads(told(server, "pool", "show", *of)) == changed
    bad = run(server, "pool", "set-related-origins", *of, "--origin", "http://app.example.com")
    assert bad.returncode != 0 and "is not an origin" in bad.stderr
    told(server, "pool", "set-related-origins", *of)
    told(server, "pool", "set-key-rotation", *of, "--days", "0")
    told(server, "pool", "set-session", *of, "--idle-seconds", "3600", "--absolute-seconds", "86400")
    assert json.loads(told(server, "pool", "show", *of)) == shown
    missing = run(server, "pool", "show", "--pool", "xx-local-1_ZzZzZzZzZ")
    assert missing.returncode != 0 and "there is no pool" in missing.stderr


def test_looks_and_words_are_changed_and_gone_back_from(server, admin, pool, tmp_path):
    client = make_client(admin, pool, ClientName="Looks")["ClientId"]
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    page = lambda: requests.get(f"{server.url}/login", timeout=20, headers={"Accept-Language": "en"}, params={
        "client_id": client, "response_type": "code", "redirect_uri": "http://localhost:9/callback",
        "code_challenge": challenge, "code_challenge_method": "S256"}).text
    plain = page()
    theme = tmp_path / "theme.json"
    before = json.loads(told(server, "theme", "show", "--pool", pool))
    theme.write_text(json.dumps({**before, "tokens": {"accent": "#0b5fff"}}))
    told(server, "theme", "set", "--pool", pool, "--file", str(theme))
    assert json.loads(told(server, "theme", "show", "--pool", pool))["tokens"] == {"accent": "#0b5fff"}
    wait_until(lambda: "/theme/" in page())
    theme.write_text(json.dumps({**before, "tokens": {"accent": "url(https://evil.test/)"}}))
    assert run(server, "theme", "set", "--pool", pool, "--file", str(theme)).returncode != 0
    told(server, "theme", "reset", "--pool", pool)
    assert json.loads(told(server, "theme", "show", "--pool", pool)) == before

    words = tmp_path / "en.ftl"
    words.write_text("login-heading = Come in, friend\n")
    of = ("--pool", pool, "--language", "en")
    told(server, "wording", "set", *of, "--file", str(words))
    assert told(server, "wording", "show", *of).strip() == "login-heading = Come in, friend"
    wait_until(lambda: "Come in, friend" in page())
    words.write_text("no-such-message = x\n")
    assert run(server, "wording", "set", *of, "--file", str(words)).returncode != 0
    told(server, "wording", "reset", *of)
    assert told(server, "wording", "show", *of) == ""
    wait_until(lambda: "Come in, friend" not in page() and "Come in, friend" not in plain)
