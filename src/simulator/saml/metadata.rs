//! `GET /demo-id/saml/metadata`: what an app's admin is given.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::signature::DS;
use super::xml::{METADATA, PERSISTENT, POST, PROTOCOL, REDIRECT, value};
use crate::simulator::Simulator;
use crate::simulator::fault::Endpoint;
use crate::simulator::memory::Seen;
use crate::simulator::transport::{Body, deliver};

/// Answers it.
pub(in crate::simulator) async fn get(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let query = request.query_string().to_owned();
    let (authorization, body) = (String::new(), String::new());
    simulator.memory.note(Seen { endpoint: Endpoint::Metadata, query, authorization, body });
    let body = Body::Metadata(simulator.saml_metadata().await);
    deliver(simulator.knobs.bent(Vec::new()).transport(Endpoint::Metadata), 200, body).await
}

impl Simulator {
    /// The metadata of the side that speaks SAML: an `EntityDescriptor` with one `IDPSSODescriptor`.
    pub async fn saml_metadata(&self) -> String {
        let places = self.saml_places();
        let key = |certificate: &[u8]| {
            let certificate = STANDARD.encode(certificate);
            format!(
                r#"<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="{DS}"><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"#
            )
        };
        let published = self.saml_keys.published(self.keys.source(), self.clock.now()).await;
        let keys: String = published.iter().map(|published| key(published.certificate())).collect();
        let (entity_id, sign_in, logout) = (value(&places.metadata), value(&places.sign_in), value(&places.logout));
        format!(
            r#"<md:EntityDescriptor xmlns:md="{METADATA}" entityID="{entity_id}"><md:IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">{keys}<md:SingleLogoutService Binding="{REDIRECT}" Location="{logout}"/><md:NameIDFormat>{PERSISTENT}</md:NameIDFormat><md:SingleSignOnService Binding="{REDIRECT}" Location="{sign_in}"/><md:SingleSignOnService Binding="{POST}" Location="{sign_in}"/></md:IDPSSODescriptor></md:EntityDescriptor>"#
        )
    }
}
