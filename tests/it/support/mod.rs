//! What the tests share: databases, the application in-process, and the personas that use it.

use std::sync::LazyLock;

pub(crate) mod answer;
pub(crate) mod app;
pub(crate) mod atlas;
pub(crate) mod authenticator;
pub(crate) mod aws_sdk;
pub(crate) mod backups;
pub(crate) mod browser;
pub(crate) mod canaries;
pub(crate) mod cookies;
pub(crate) mod database;
pub(crate) mod demo_id;
pub(crate) mod desk;
pub(crate) mod forms;
pub(crate) mod innards;
pub(crate) mod node;
pub(crate) mod oauth_client;
pub(crate) mod people;
pub(crate) mod sample_settings;
pub(crate) mod tokens;

pub(crate) use self::answer::Answer;
pub(crate) use self::app::TestApp;
pub(crate) use self::browser::Browser;
pub(crate) use self::oauth_client::{AuthorizationRequest, OAuthClient, TokenSet};
pub(crate) use self::people::{PASSWORD, Person};

static IS_FULL: LazyLock<bool> = LazyLock::new(is_full);

/// How much of a large matrix is tried: a fixed sample, or the `whole` of it under `make test-full`.
pub(crate) fn sample(usual: usize, whole: usize) -> usize {
    if *IS_FULL { whole } else { usual }
}

#[expect(clippy::disallowed_methods, reason = "the test command says by this variable how much is tried")]
fn is_full() -> bool {
    std::env::var("TEST_FULL").is_ok_and(|value| value == "1")
}
