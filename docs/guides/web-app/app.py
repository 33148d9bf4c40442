"""A web app that signs people in: Flask and Authlib.

ISSUER, CLIENT_ID and, for a client with one, CLIENT_SECRET say where; PORT is 3000 unless set.
"""

import os
import secrets

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session
from joserfc.errors import JoseError
from markupsafe import escape

ISSUER, CLIENT_ID = os.environ["ISSUER"], os.environ["CLIENT_ID"]
PORT = int(os.environ.get("PORT", "3000"))
HOME = f"http://localhost:{PORT}"

app = Flask(__name__)
# Signs the cookie that holds the session. A real app takes it from where it keeps its secrets.
app.secret_key = secrets.token_bytes(32)
app.config.update(SESSION_COOKIE_NAME="app", SESSION_COOKIE_SAMESITE="Lax")

vestibule = OAuth(app).register(
    "vestibule",
    client_id=CLIENT_ID,
    client_secret=os.environ.get("CLIENT_SECRET"),
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
)


@app.get("/")
def home():
    user = session.get("user")
    if user is None:
        page = '<a href="/login">Sign in</a>'
    else:
        page = f'<p>Signed in as {escape(user["email"])}</p><a href="/logout">Sign out</a>'
    return f"<!doctype html><title>App</title>{page}"


@app.get("/login")
def login():
    """The way there: the library keeps state, nonce and the PKCE verifier in the session."""
    return vestibule.authorize_redirect(f"{HOME}/callback")


@app.get("/callback")
def callback():
    """The way back: the library compares state and nonce, redeems the code and verifies the ID token."""
    tokens = vestibule.authorize_access_token()
    session.clear()
    session["user"] = {name: tokens["userinfo"][name] for name in ("sub", "email")}
    session["id_token"] = tokens["id_token"]
    return redirect("/", 303)


@app.get("/logout")
def logout():
    """Ends the app's session, then the one at the sign-in pages."""
    id_token = session.get("id_token")
    session.clear()
    url = vestibule.create_logout_url(f"{HOME}/", id_token, client_id=CLIENT_ID)["url"]
    return redirect(url, 303)


@app.errorhandler(OAuthError)
@app.errorhandler(JoseError)
def failed(error):
    app.logger.error("%s", error)
    return "That did not work. Please sign in again.", 400, {"content-type": "text/plain"}


if __name__ == "__main__":
    print(f"open {HOME}", flush=True)
    app.run(host="localhost", port=PORT)
