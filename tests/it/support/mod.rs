//! What the tests share: databases, the application in-process, and the personas that use it.

pub(crate) mod answer;
pub(crate) mod app;
pub(crate) mod aws_sdk;
pub(crate) mod backups;
pub(crate) mod browser;
pub(crate) mod cookies;
pub(crate) mod database;
pub(crate) mod forms;
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
