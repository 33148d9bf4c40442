//! `vestibule dev` (also plain `vestibule`): everything on one's own machine, in `./data`, with a demo pool, a demo app
//! and a mailbox. Listens on loopback only.

use std::process::ExitCode;

use anyhow::bail;

use super::{load, print};
use crate::app::{self, Server};
use crate::config::{Config, Rules, Sources};
use crate::domain::access_key::Role;
use crate::domain::client::{AuthFlow, Client, ClientSettings, OAuthFlow, STANDARD_SCOPES};
use crate::domain::pool::{Contact, Pool, PoolSettings};
use crate::domain::provider::{OWN_USERS, ProviderType};
use crate::domain::secret::ExposeSecret;
use crate::flows::Deps;
use crate::flows::manage::providers::{self, NewProvider, ProviderChange};
use crate::flows::manage::{access_keys, clients, pools};
use crate::telemetry;

/// The name of the demo pool and of its client.
const POOL: &str = "Demo";
const CLIENT: &str = "Demo app";

/// Runs the server for a developer.
pub(super) fn run(sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Dev, sources)?;
    let _started = telemetry::start(&config.log, &config.traces)?;
    actix_web::rt::System::new().block_on(async {
        let deps = app::connect_dev(&config).await?;
        let (pool, client) = demo(&deps, &config).await?;
        let server = Server::dev(&config, &deps, &pool.id, &client.id)?;
        welcome(&deps, &config, &pool, &client).await?;
        server.run().await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The demo pool and client, made at the first start and found again at the next.
async fn demo(deps: &Deps, config: &Config) -> anyhow::Result<(Pool, Client)> {
    let known = pools::list(deps, None, 60).await?.into_iter().find(|pool| pool.name == POOL);
    let pool = match known {
        Some(pool) => pool,
        None => match pools::create(deps, POOL.to_owned(), demo_pool()).await? {
            Ok(pool) => pool,
            Err(problem) => bail!("the demo pool could not be made: {problem:?}"),
        },
    };
    let demo_id = demo_id(deps, config, &pool).await?;
    let callback = format!("{}/demo/callback", config.public_origin());
    let found = clients::list(deps, &pool.id, None, 60).await?.into_iter();
    if let Some(client) = found.into_iter().find(|client| client.settings.callback_urls.contains(&callback)) {
        return Ok((pool, client));
    }
    let settings = demo_client(config, callback, demo_id);
    match clients::create(deps, &pool, CLIENT.to_owned(), settings, false).await? {
        clients::ClientChange::Done(client) => Ok((pool, *client)),
        other @ (clients::ClientChange::NotFound
        | clients::ClientChange::Refused(_)
        | clients::ClientChange::Concurrent) => bail!("the demo client could not be made: {other:?}"),
    }
}

/// Demo ID as a provider of the pool; its name.
async fn demo_id(deps: &Deps, config: &Config, pool: &Pool) -> anyhow::Result<&'static str> {
    let (name, details) = app::demo_id_details(&config.public_url);
    let known = providers::describe(deps, &pool.id, name).await?;
    if known.is_some() {
        return Ok(name);
    }
    let same = |attribute: &&str| ((*attribute).to_owned(), (*attribute).to_owned());
    let new = NewProvider {
        name: name.to_owned(),
        kind: ProviderType::Oidc,
        details,
        mapping: ["email", "email_verified", "name", "given_name", "family_name"].iter().map(same).collect(),
        identifiers: Vec::new(),
    };
    let made = providers::create(deps, pool, new).await?;
    if !matches!(made, ProviderChange::Done(_)) {
        bail!("Demo ID could not be made a provider: {made:?}");
    }
    Ok(name)
}

fn demo_pool() -> PoolSettings {
    let mut settings = PoolSettings::default();
    settings.sign_in_names.username_attributes.insert(Contact::Email);
    settings.auto_verified.insert(Contact::Email);
    settings.schema.required.insert("email".to_owned());
    settings.schema.required.insert("name".to_owned());
    settings
}

fn demo_client(config: &Config, callback: String, demo_id: &str) -> ClientSettings {
    ClientSettings {
        callback_urls: vec![callback],
        logout_urls: vec![format!("{}/demo", config.public_origin())],
        identity_providers: Some([OWN_USERS, demo_id].map(str::to_owned).into()),
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
    let key = match access_keys::create_first(deps, Role::Admin).await? {
        Some(key) => format!(
            "\n  Admin key, shown this once:\n  AWS_ACCESS_KEY_ID={}\n  AWS_SECRET_ACCESS_KEY={}\n",
            key.id,
            key.secret.expose_secret()
        ),
        None => String::new(),
    };
    let text = format!(
        "\n  Vestibule is ready: {origin}/\n\n  Demo app     {origin}/demo\n  Mailbox      {origin}/dev/mailbox\n  Issuer       {}\n  Pool id      {}\n  Client id    {}\n",
        deps.urls.issuer(&pool.id),
        pool.id,
        client.id,
    );
    print(&format!("{text}{key}\n"));
    Ok(())
}
