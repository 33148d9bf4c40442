//! Identity providers of a pool: what keeps people out, and what trusts more than it has to.

use super::{Finding, PAGE};
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::provider::{MOST_PROVIDERS, MappingProblem, Provider, check_mapping};
use crate::flows::{Deps, Error};
use crate::storage::StorageError;

/// The providers of a pool, and the clients that list them.
pub(super) async fn examine(deps: &Deps, pool: &Pool) -> Result<Vec<Finding>, Error> {
    let read = deps.storage.read();
    let providers = match read.providers().list(&pool.id, None, MOST_PROVIDERS).await {
        // Which cell does not open is a finding of its own.
        Err(StorageError::Sealed { .. }) => return Ok(Vec::new()),
        providers => providers?,
    };
    let mut findings: Vec<Finding> = providers.iter().flat_map(|provider| of_provider(pool, provider)).collect();
    let mut after: Option<String> = None;
    loop {
        let clients = match read.clients().list(&pool.id, after.as_deref(), PAGE).await {
            Err(StorageError::Sealed { .. }) => return Ok(findings),
            clients => clients?,
        };
        let Some(last) = clients.last() else { return Ok(findings) };
        after = Some(last.id.to_string());
        findings.extend(clients.iter().filter_map(|client| closed(client, &providers)));
    }
}

fn of_provider(pool: &Pool, provider: &Provider) -> Vec<Finding> {
    let subject = format!("{}/{}", pool.id, provider.name);
    let mut findings = Vec::new();
    let schema = &pool.settings.schema;
    for problem in check_mapping(schema, &provider.mapping) {
        let message = match problem {
            MappingProblem::Immutable(name) => {
                format!("{name} is mapped and can never change: it stays as the first sign-in wrote it")
            }
            MappingProblem::Unknown(name) => format!("{name} is mapped and is no attribute of the pool"),
            MappingProblem::Reserved(name) | MappingProblem::Empty(name) => {
                format!("{name} is mapped and nothing is written to it")
            }
        };
        findings.push(Finding::warning("provider_mapping", &subject, message));
    }
    let lacks: Vec<&str> =
        schema.required.iter().filter(|name| !provider.mapping.contains_key(*name)).map(String::as_str).collect();
    if !lacks.is_empty() {
        let message = format!("nobody can come for the first time: required and not mapped: {}", lacks.join(", "));
        findings.push(Finding::error("provider_lacks_required", &subject, message));
    }
    if provider.settings.trusts_email == Some(true) && !provider.kind.verifies_email() {
        let message = "its word counts that an address is verified, and providers of its type let people write any \
                       address: whoever runs it can take over what an address opens (EmailTrust)";
        findings.push(Finding::warning("provider_email_trust", &subject, message));
    }
    if provider.details.values().any(|value| value.starts_with("http://")) {
        let message = "it is called over http: whoever is on the way reads and writes what is said";
        findings.push(Finding::warning("provider_without_tls", &subject, message));
    }
    if provider.settings.is_leaving {
        let message = "its deletion was interrupted: ask for DeleteIdentityProvider again";
        findings.push(Finding::warning("provider_leaving", &subject, message));
    }
    findings
}

/// A client for which nobody can sign in at the pages any more.
fn closed(client: &Client, providers: &[Provider]) -> Option<Finding> {
    let listed = client.settings.identity_providers.as_ref()?;
    let is_open = |name: &String| {
        name == crate::domain::provider::OWN_USERS || providers.iter().any(|provider| provider.name == *name)
    };
    let subject = format!("{}/{}", client.pool, client.id);
    let message = "nobody can sign in for it at the pages: SupportedIdentityProviders lists nothing that there is";
    (client.settings.oauth_enabled && !listed.iter().any(is_open))
        .then(|| Finding::warning("client_without_providers", &subject, message))
}
