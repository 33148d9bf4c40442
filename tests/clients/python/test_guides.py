"""The guides as a newcomer follows them: the apps are run as they are printed, and so are the shell's commands."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
import requests
from conftest import ROOT, Browser, binary, free_port, make_client, wait_until_ready

GUIDES = ROOT / "docs" / "guides"
APPS = {
    "python": (GUIDES / "web-app" / "app.py", [sys.executable, str(GUIDES / "web-app" / "app.py")]),
    "rust": (ROOT / "examples" / "web_app.rs", [str(binary().parent / "examples" / "web_app")]),
}


@contextmanager
def running(command, port, **settings):
    """An app of the guide, for as long as it is needed."""
    environment = {name: value for name, value in os.environ.items() if name != "CLIENT_SECRET"}
    environment |= {"PORT": str(port), **settings}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            assert process.poll() is None, f"the app ended with {process.returncode}"
            try:
                requests.get(f"http://localhost:{port}/", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.05)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.parametrize("language", APPS)
@pytest.mark.parametrize("is_confidential", [False, True], ids=["public", "confidential"])
def test_the_web_app_signs_a_person_in_and_out(server, admin, pool, user, language, is_confidential):
    port = free_port()
    home = f"http://localhost:{port}"
    client = make_client(admin, pool, GenerateSecret=is_confidential, CallbackURLs=[f"{home}/callback"],
                         LogoutURLs=[f"{home}/"], AllowedOAuthScopes=["openid", "email", "profile"])
    settings = {"ISSUER": f"{server.url}/{pool}", "CLIENT_ID": client["ClientId"]}
    if is_confidential:
        settings["CLIENT_SECRET"] = client["ClientSecret"]
    with running(APPS[language][1], port, **settings):
        visitor = requests.Session()

        def app(path):
            return visitor.get(home + path, allow_redirects=False)

        assert "Sign in" in app("/").text
        person = Browser(server.url).open(app("/login").headers["Location"])
        person.submit("/login", username=user[0], password=user[1])
        assert person.left_to.startswith(f"{home}/callback?")
        back = urlparse(person.left_to)
        answer = f"{back.path}?{back.query}"

        # Another browser that is sent to the same address is not signed in by it, and does not use the code up.
        other = requests.get(home + answer, allow_redirects=False)
        assert other.status_code == 400 and user[0] not in other.text
        before = dict(visitor.cookies)
        assert app(answer).headers["Location"] == "/"
        assert dict(visitor.cookies) != before, "a browser gets a new session with its sign-in"
        assert f"Signed in as {user[0]}" in app("/").text
        assert app(answer).status_code == 400, "a code works once"
        assert f"Signed in as {user[0]}" in app("/").text, "and nobody is signed out by it"

        person.open(app("/logout").headers["Location"])
        assert person.left_to.split("?")[0] == f"{home}/"
        assert "Sign in" in app("/").text
        assert "name=\"password\"" in person.open(app("/login").headers["Location"]).page.text, "the session is over"


def blocks(guide, language):
    """The fenced blocks of a guide in one language, in order."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", (GUIDES / guide).read_text())


def test_the_guide_prints_the_apps_that_are_run_here():
    apps = {"js": GUIDES / "web-app" / "app.mjs", "python": APPS["python"][0], "rust": APPS["rust"][0]}
    for language, path in apps.items():
        assert blocks("web-app.md", language) == [path.read_text()], f"{path} is not what the guide prints"


@pytest.fixture()
def dev(tmp_path):
    """`vestibule dev` in an empty folder, and what it printed."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VESTIBULE_", "AWS_"))}
    url = f"http://localhost:{port}"
    environment = kept | {"VESTIBULE_LISTEN": f"127.0.0.1:{port}", "VESTIBULE_PUBLIC_URL": url}
    log = tmp_path / "dev.log"
    with open(log, "w") as output:
        process = subprocess.Popen([binary(), "dev"], env=environment, cwd=tmp_path, stdout=output, stderr=output)
    try:
        wait_until_ready(process, port, log)
        yield url, log.read_text(), kept
    finally:
        process.terminate()
        process.wait(timeout=40)
    assert "panicked" not in log.read_text()


def shell(script, environment):
    """Runs commands as somebody at a terminal does, but stops at the first that fails."""
    command = ["bash", "-c", f"set -euo pipefail; shopt -s expand_aliases\n{script}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_first_sign_in_goes_as_it_is_written(dev):
    url, printed, environment = dev
    start, setting, *steps, redeeming = blocks("first-sign-in.md", "sh")
    assert start == "make run\n"
    environment |= {"PATH": f"{Path(sys.executable).parent}:{environment['PATH']}"}
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        value = re.search(rf"{name}=(\S+)", printed).group(1)
        assert f"{name}=…" in setting
        setting = setting.replace(f"{name}=…", f"{name}={value}")
    setting = setting.replace("http://localhost:8080", url)
    said = shell("".join([setting, *steps, "declare -p POOL CLIENT\n"]), environment)

    assert said.count('"IdToken"') == 1 and said.count('"RefreshToken"') == 1
    assert '"Value": "ada@example.com"' in said
    page = re.search(rf"(?m)^{re.escape(url)}/login\?\S+$", said).group(0)
    made = dict(re.findall(r'declare -- (\w+)="([^"]+)"', said))
    person = Browser(url).open(page)
    person.submit("/login", username="ada", password="correct horse 9 battery")
    back = parse_qs(urlparse(person.left_to).query)
    assert person.left_to.startswith("http://localhost:3000/callback?") and back["state"] == ["s"]

    tokens = json.loads(shell(redeeming.replace("code=…", f"code={back['code'][0]}"), environment | made | {"URL": url}))
    assert {"id_token", "access_token", "refresh_token"} <= set(tokens)


def test_adaptive_sign_in_goes_as_it_is_written(dev):
    url, printed, environment = dev
    _, setting, *steps = blocks("first-sign-in.md", "sh")
    environment |= {"PATH": f"{Path(sys.executable).parent}:{environment['PATH']}"}
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        value = re.search(rf"{name}=(\S+)", printed).group(1)
        setting = setting.replace(f"{name}=…", f"{name}={value}")
    setting = setting.replace("http://localhost:8080", url)
    guide = "".join(blocks("adaptive-sign-in.md", "sh"))
    said = shell("".join([setting, steps[0], guide]), environment)
    assert said.count('"EventType": "SignIn"') == 1 and '"RiskDecision": "NoRisk"' in said
    assert '"EventAction": "MFA_REQUIRED"' in said and "10.0.0.0/8" in said
    assert '"Level":"none"' in said and '"EventName":"sign_in.completed"' in said
