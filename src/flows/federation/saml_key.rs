//! The key of a pool by which it signs to SAML providers and is encrypted to. Made when an administrator first asks for its
//! certificate or adds a provider, and never exchanged by itself: providers pin its certificate.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::saml::ServiceKey;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Provider, ProviderType};
use crate::federation::saml::{Service, entity_id, service_metadata};
use crate::flows::{Deps, Error};
use crate::storage::{StoredSamlKey, Tx};

/// Where SAML providers send browsers back to.
pub(super) const CALLBACK: &str = "/saml2/idpresponse";
/// Where the messages of a logout are posted to.
pub(super) const LOGOUT: &str = "/saml2/logout";

/// The key for a trip to `provider`; `None`: it needs none.
pub(super) async fn for_trip(deps: &Deps, provider: &Provider) -> Result<Option<Arc<ServiceKey>>, Error> {
    if provider.kind != ProviderType::Saml {
        return Ok(None);
    }
    Ok(Some(Arc::new(key(deps, &provider.pool).await?)))
}

/// The key of a pool that exists; made where it has none. What strangers set off may ask only where there is a SAML provider:
/// with that the key came.
pub(super) async fn key(deps: &Deps, pool: &PoolId) -> Result<ServiceKey, Error> {
    if let Some(stored) = deps.storage.read().saml().key(pool).await? {
        return read(stored);
    }
    let (name, now) = (format!("Vestibule {pool}"), deps.now());
    let made = tokio::task::spawn_blocking(move || ServiceKey::generate(&name, now)).await;
    let made = made.ok().and_then(Result::ok).ok_or(Error::Internal("no key for SAML could be made"))?;
    let private_der = made.to_pkcs8().map_err(|_| Error::Internal("a key for SAML that cannot be written"))?;
    let stored = StoredSamlKey { private_der, certificate: made.certificate().to_vec() };
    let add = async |tx: &Tx| -> Result<bool, Error> { Ok(tx.saml().add_key(pool, &stored, now).await?) };
    if deps.storage.unit(add).await? {
        return Ok(made);
    }
    // another node was faster, and its key counts
    let stored = deps.storage.read().saml().key(pool).await?;
    read(stored.ok_or(Error::Internal("a key for SAML that is there and is not"))?)
}

fn read(stored: StoredSamlKey) -> Result<ServiceKey, Error> {
    ServiceKey::from_parts(&stored.private_der, stored.certificate)
        .map_err(|_| Error::Internal("a key for SAML that cannot be read"))
}

/// The certificate of a pool that exists, as the body of a PEM: base64 of its DER (`GetSigningCertificate`).
pub async fn signing_certificate(deps: &Deps, pool: &PoolId) -> Result<String, Error> {
    Ok(STANDARD.encode(key(deps, pool).await?.certificate()))
}

/// The metadata that a pool shows to providers; `None`: it has no key yet, and whoever reads does not get it one.
pub async fn saml_metadata(deps: &Deps, pool: &PoolId) -> Result<Option<String>, Error> {
    let Some(stored) = deps.storage.read().saml().key(pool).await? else { return Ok(None) };
    let key = read(stored)?;
    let base = deps.urls.base();
    let (answers, logout, entity_id) = (format!("{base}{CALLBACK}"), format!("{base}/{pool}{LOGOUT}"), entity_id(pool));
    Ok(Some(service_metadata(&Service { entity_id: &entity_id, answers: &answers, logout: &logout, key: &key })))
}
