// What browser apps on Cognito are written with: Amplify, and the older amazon-cognito-identity-js. Both sign in with
// USER_PASSWORD_AUTH at another endpoint, refresh, manage the account and sign out.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import * as auth from "@aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify } from "@aws-amplify/core";
import cognito from "amazon-cognito-identity-js";

import { codeInMailbox, startDev } from "./server.mjs";

let server;
let client;
before(async () => {
  server = await startDev();
  const made = server.cognito("create-user-pool-client", {
    UserPoolId: server.pool,
    ClientName: "browser app",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  });
  client = made.UserPoolClient.ClientId;
});
after(() => server.stop());

test("an app with Amplify signs up and in, refreshes, changes the account and signs out", async () => {
  // What `Amplify.configure` of the package aws-amplify does; its many other parts are not needed here.
  const settings = { Auth: { Cognito: { userPoolId: server.pool, userPoolClientId: client, userPoolEndpoint: server.url } } };
  cognitoUserPoolsTokenProvider.setAuthConfig(settings.Auth);
  Amplify.configure(settings, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
  const username = "amplify@example.com";
  const options = { authFlowType: "USER_PASSWORD_AUTH" };
  const signIn = (password) => auth.signIn({ username, password, options });

  const userAttributes = { email: username, name: "Ada" };
  const signedUp = await auth.signUp({ username, password: "a long passphrase", options: { userAttributes } });
  assert.equal(signedUp.nextStep.signUpStep, "CONFIRM_SIGN_UP");
  assert.equal((await signIn("a long passphrase")).nextStep.signInStep, "CONFIRM_SIGN_UP", "not before the code");
  await auth.confirmSignUp({ username, confirmationCode: await codeInMailbox(server.url, username) });

  await assert.rejects(auth.signIn({ username, password: "a long passphrase" }), /USER_SRP_AUTH is not supported/);
  await assert.rejects(signIn("not the password"), { name: "NotAuthorizedException" });
  assert.deepEqual(await auth.fetchAuthSession().then(({ tokens }) => tokens), undefined, "nobody is signed in by that");
  assert.equal((await signIn("a long passphrase")).isSignedIn, true);
  assert.equal((await auth.getCurrentUser()).userId, signedUp.userId);
  const { tokens } = await auth.fetchAuthSession();
  assert.equal(tokens.idToken.payload.email, username);
  const renewed = (await auth.fetchAuthSession({ forceRefresh: true })).tokens;
  assert.notEqual(renewed.accessToken.toString(), tokens.accessToken.toString());
  assert.equal(renewed.idToken.payload.sub, signedUp.userId);

  await auth.updateUserAttributes({ userAttributes: { name: "Ada Lovelace" } });
  assert.equal((await auth.fetchUserAttributes()).name, "Ada Lovelace");
  await auth.updatePassword({ oldPassword: "a long passphrase", newPassword: "another long passphrase" });
  await auth.signOut();
  await assert.rejects(auth.fetchUserAttributes(), { name: "UserUnAuthenticatedException" });
  await assert.rejects(signIn("a long passphrase"), { name: "NotAuthorizedException" });
  assert.equal((await signIn("another long passphrase")).isSignedIn, true);
  await auth.signOut({ global: true });
});

test("an app with amazon-cognito-identity-js replaces a temporary password, refreshes and signs out", async () => {
  const username = "invited@example.com";
  server.cognito("admin-create-user", {
    UserPoolId: server.pool,
    Username: username,
    TemporaryPassword: "Temporary-7",
    MessageAction: "SUPPRESS",
    UserAttributes: [["email", username], ["email_verified", "true"], ["name", "Grace"]].map(([Name, Value]) => ({ Name, Value })),
  });
  const kept = new Map();
  // Like a browser's localStorage: null for what is not there.
  const Storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    clear: () => kept.clear(),
  };
  const pool = new cognito.CognitoUserPool({ UserPoolId: server.pool, ClientId: client, endpoint: server.url, Storage });
  const user = new cognito.CognitoUser({ Username: username, Pool: pool, Storage });
  user.setAuthenticationFlowType("USER_PASSWORD_AUTH");
  const answered = (call) =>
    new Promise((onSuccess, onFailure) => call({ onSuccess, onFailure, newPasswordRequired: () => onSuccess("new password") }));
  const called = (call) => new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));
  const details = new cognito.AuthenticationDetails({ Username: username, Password: "Temporary-7" });

  assert.equal(await answered((callbacks) => user.authenticateUser(details, callbacks)), "new password");
  const session = await answered((callbacks) => user.completeNewPasswordChallenge("a passphrase of my own", {}, callbacks));
  assert.ok(session.isValid());
  assert.equal(session.getIdToken().payload.email, username);
  const renewed = await called((callback) => user.refreshSession(session.getRefreshToken(), callback));
  assert.notEqual(renewed.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
  const attributes = await called((callback) => user.getUserAttributes(callback));
  assert.ok(attributes.some(({ Name, Value }) => Name === "name" && Value === "Grace"));

  await new Promise((resolve) => user.signOut(resolve));
  await assert.rejects(called((callback) => user.refreshSession(renewed.getRefreshToken(), callback)), { name: "NotAuthorizedException" });
});
