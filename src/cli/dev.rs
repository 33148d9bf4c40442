//! `vestibule dev` (also plain `vestibule`): everything on one's own machine, in `./data`, with a demo pool, a demo app
//! and a mailbox. Listens on loopback only.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::process::ExitCode;

use anyhow::bail;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{load, print};
use crate::app::{self, Server};
use crate::config::{Config, Rules, Sources};
use crate::domain::access_key::Role;
use crate::domain::client::{AuthFlow, Client, ClientSettings, OAuthFlow, STANDARD_SCOPES};
use crate::domain::pool::{Contact, Pool, PoolId, PoolSettings};
use crate::domain::provider::{OWN_USERS, ProviderType};
use crate::domain::secret::ExposeSecret;
use crate::flows::manage::providers::{self, NewProvider, ProviderChange, ProviderUpdate};
use crate::flows::manage::{access_keys, clients, pools};
use crate::flows::{Deps, federation};
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
        let certificate = certificate(&deps, &pool.id).await?;
        let server = Server::dev(&config, &deps, (&pool.id, &client.id), certificate)?;
        let metadata = server.demo_saml_metadata().await.unwrap_or_default();
        demo_saml(&deps, &pool, &client, metadata).await?;
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
    let new = NewProvider {
        name: name.to_owned(),
        kind: ProviderType::Oidc,
        details,
        mapping: mapping(),
        identifiers: Vec::new(),
    };
    is_done(&providers::create(deps, pool, new).await?)?;
    Ok(name)
}

/// Demo SAML as a provider of the pool and of the client, with the key that it has in this process. Where it was taken away from the
/// client, it stays away.
async fn demo_saml(deps: &Deps, pool: &Pool, client: &Client, metadata: String) -> anyhow::Result<()> {
    let details =
        [("MetadataFile", metadata.as_str()), ("IDPSignout", "true"), ("RequestSigningAlgorithm", "rsa-sha256")];
    let details: BTreeMap<String, String> = details.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let name = app::DEMO_SAML;
    if providers::describe(deps, &pool.id, name).await?.is_some() {
        let update = ProviderUpdate { details: Some(details), ..ProviderUpdate::default() };
        return is_done(&providers::update(deps, pool, name, update).await?);
    }
    let identifiers = Vec::new();
    let new = NewProvider { name: name.to_owned(), kind: ProviderType::Saml, details, mapping: mapping(), identifiers };
    is_done(&providers::create(deps, pool, new).await?)?;
    let add = |client: &mut Client| -> Result<(), Infallible> {
        client.settings.identity_providers.get_or_insert_default().insert(name.to_owned());
        Ok(())
    };
    match clients::update(deps, pool, &client.id, add).await? {
        Ok(clients::ClientChange::Done(_)) => Ok(()),
        other => bail!("people of the demo client may not come from Demo SAML: {other:?}"),
    }
}

fn is_done(change: &ProviderChange) -> anyhow::Result<()> {
    if matches!(change, ProviderChange::Done(_)) {
        return Ok(());
    }
    bail!("a demo provider could not be made: {change:?}");
}

/// The certificate by which SAML providers know the pool, DER.
async fn certificate(deps: &Deps, pool: &PoolId) -> anyhow::Result<Vec<u8>> {
    let certificate = federation::signing_certificate(deps, pool).await?;
    Ok(STANDARD.decode(certificate)?)
}

/// What both demo providers say of a person, under the names that the pool has for it.
fn mapping() -> BTreeMap<String, String> {
    let same = |attribute: &&str| ((*attribute).to_owned(), (*attribute).to_owned());
    ["email", "email_verified", "name", "given_name", "family_name"].iter().map(same).collect()
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
