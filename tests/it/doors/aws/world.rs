//! Two pools, and a key for every role: what the tests over the whole dispatch table begin with.

use std::cell::Cell;

use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};

use vestibule::domain::access_key::Role;
use vestibule::domain::client::Client;
use vestibule::domain::pool::{Pool, PoolId};
use vestibule::flows::manage::access_keys;

use super::done;
use crate::support::aws_sdk::AwsSdk;
use crate::support::{PASSWORD, Person, TestApp};

/// A pool with a client of its own.
pub(super) struct Side {
    pub(super) pool: Pool,
    pub(super) client: Client,
}

impl Side {
    /// The pool's id.
    pub(super) fn pool_id(&self) -> &str {
        self.pool.id.as_str()
    }

    /// The client's id.
    pub(super) fn client_id(&self) -> &str {
        self.client.id.as_str()
    }
}

/// Two pools, and a key for every role.
pub(super) struct World {
    pub(super) app: TestApp,
    /// The pool that tests are about.
    pub(super) ours: Side,
    /// Another one.
    pub(super) theirs: Side,
    pub(super) anonymous: AwsSdk,
    pub(super) reader: AwsSdk,
    pub(super) operator: AwsSdk,
    pub(super) admin: AwsSdk,
    /// An admin of our pool alone.
    pub(super) bound: AwsSdk,
    /// An admin of the other pool alone.
    pub(super) stranger: AwsSdk,
    names: Cell<u32>,
}

impl World {
    /// Boxed: it is large, and every test of the table begins with it.
    pub(super) fn start() -> LocalBoxFuture<'static, Self> {
        Box::pin(Self::make())
    }

    async fn make() -> Self {
        let app = TestApp::start().await;
        let ours = Side { pool: app.pool.clone(), client: app.client.clone() };
        let pool = app.add_pool("Their people").await;
        let client = app.add_public(&pool, |_| {}).await;
        let theirs = Side { pool, client };
        Self {
            anonymous: app.anonymous(),
            reader: key(&app, Role::ReadOnly, None).await,
            operator: key(&app, Role::Operator, None).await,
            admin: key(&app, Role::Admin, None).await,
            bound: key(&app, Role::Admin, Some(&ours.pool.id)).await,
            stranger: key(&app, Role::Admin, Some(&theirs.pool.id)).await,
            names: Cell::new(0),
            ours,
            theirs,
            app,
        }
    }

    /// A name that nobody has.
    pub(super) fn fresh_name(&self) -> String {
        self.names.set(self.names.get() + 1);
        format!("user{}", self.names.get())
    }

    /// Somebody new with a confirmed account.
    pub(super) async fn person(&self, side: &Side) -> Person {
        self.app.person_in(&side.pool, &self.fresh_name()).await
    }

    /// The name of somebody who has yet to confirm, and the code that does it.
    pub(super) async fn signed_up(&self, side: &Side) -> (String, String) {
        let username = self.fresh_name();
        done(&self.anonymous.call("SignUp", &sign_up(side, &username)).await);
        (username.clone(), self.mailed_code(&username).await)
    }

    /// The code of the newest mail to somebody.
    pub(super) async fn mailed_code(&self, username: &str) -> String {
        self.app.node().run_jobs().await;
        self.app.mailed_code(&format!("{username}@example.test"))
    }
}

/// A program that holds a new key.
pub(super) async fn key(app: &TestApp, role: Role, pool: Option<&PoolId>) -> AwsSdk {
    app.aws_sdk(&access_keys::create(&app.deps(), role, pool.cloned()).await.unwrap())
}

/// The input that signs somebody up.
pub(super) fn sign_up(side: &Side, username: &str) -> Value {
    let email = format!("{username}@example.test");
    json!({
        "ClientId": side.client_id(),
        "Username": username,
        "Password": PASSWORD,
        "UserAttributes": [{ "Name": "email", "Value": email }],
    })
}
