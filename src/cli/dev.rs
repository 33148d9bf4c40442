//! `vestibule dev` (also plain `vestibule`): everything on one's own machine, in `./data`, with a demo pool, a demo app
//! and a mailbox. Listens on loopback only.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::serve::{edge, serve};
use super::{load, print};
use crate::app::{self, Dev, Site};
use crate::config::{Config, Rules, Sources};
use crate::domain::access_key::Role;
use crate::domain::client::{AuthFlow, Client, ClientSettings, OAuthFlow, STANDARD_SCOPES};
use crate::domain::pool::{Contact, Pool, PoolSettings};
use crate::domain::secret::ExposeSecret;
use crate::flows::Deps;
use crate::flows::manage::{access_keys, clients, pools};
use crate::jobs::Worker;
use crate::messaging::{Mailbox, Sender};
use crate::render::Catalog;
use crate::telemetry;

/// The name of the demo pool and of its client.
const POOL: &str = "Demo";
const CLIENT: &str = "Demo app";

/// Runs the server for a developer.
pub(super) fn run(sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Dev, sources)?;
    telemetry::start(&config.log)?;
    actix_web::rt::System::new().block_on(async {
        let deps = app::connect(&config).await?;
        let (pool, client) = demo(&deps, &config).await?;
        let catalog = Arc::new(Catalog::embedded()?);
        let mailbox = Mailbox::default();
        let sender = match &config.mail.smtp {
            Some(_) => app::sender(&config)?,
            None => Sender::Memory(mailbox.clone()),
        };
        let worker = Worker::new(deps.clone(), sender, catalog.clone());
        let dev = Dev { mailbox, pool: pool.id.clone(), client: client.id.clone() };
        let site = Site::new(deps.clone(), edge(&config, &deps), catalog).with_dev(dev)?;
        welcome(&deps, &config, &pool, &client).await?;
        serve(&config, site, worker).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The demo pool and client, made at the first start and found again at the next.
async fn demo(deps: &Deps, config: &Config) -> anyhow::Result<(Pool, Client)> {
    let known = pools::list(deps, None, 60).await?.into_iter().find(|pool| pool.name == POOL);
    let pool = match known {
        Some(pool) => pool,
        None => pools::create(deps, POOL.to_owned(), demo_pool()).await?,
    };
    let callback = format!("{}/demo/callback", config.public_origin());
    let found = clients::list(deps, &pool.id, None, 60).await?.into_iter();
    if let Some(client) = found.into_iter().find(|client| client.settings.callback_urls.contains(&callback)) {
        return Ok((pool, client));
    }
    let settings = demo_client(config, callback);
    match clients::create(deps, &pool, CLIENT.to_owned(), settings, false).await? {
        clients::ClientChange::Done(client) => Ok((pool, *client)),
        other => bail!("the demo client could not be made: {other:?}"),
    }
}

fn demo_pool() -> PoolSettings {
    let mut settings = PoolSettings::default();
    settings.sign_in_names.username_attributes.insert(Contact::Email);
    settings.auto_verified.insert(Contact::Email);
    settings.schema.required.insert("email".to_owned());
    settings.schema.required.insert("name".to_owned());
    settings
}

fn demo_client(config: &Config, callback: String) -> ClientSettings {
    ClientSettings {
        callback_urls: vec![callback],
        logout_urls: vec![format!("{}/demo", config.public_origin())],
        oauth_enabled: true,
        oauth_flows: [OAuthFlow::Code].into(),
        oauth_scopes: STANDARD_SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
        auth_flows: Some([AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowAdminUserPasswordAuth].into()),
        ..ClientSettings::default()
    }
}

/// Prints the URLs, and an admin key where there is none yet: its secret is shown this once.
async fn welcome(deps: &Deps, config: &Config, pool: &Pool, client: &Client) -> anyhow::Result<()> {
    let origin = config.public_origin();
    let mut text = format!(
        "\n  Vestibule is ready: {origin}/\n\n  Demo app     {origin}/demo\n  Mailbox      {origin}/dev/mailbox\n  Issuer       {}\n  Pool id      {}\n  Client id    {}\n",
        deps.urls.issuer(&pool.id),
        pool.id,
        client.id,
    );
    if !deps.storage.read().access_keys().any().await.context("access keys")? {
        let key = access_keys::create(deps, Role::Admin, None).await?;
        text.push_str(&format!(
            "\n  Admin key, shown this once:\n  AWS_ACCESS_KEY_ID={}\n  AWS_SECRET_ACCESS_KEY={}\n",
            key.id,
            key.secret.expose_secret()
        ));
    }
    print(&format!("{text}\n"));
    Ok(())
}
