//! The answer to a request: what is said, signed and encrypted as it should be, or as the knobs have it.

use actix_web::HttpResponse;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::asked::Asked;
use super::open::Open;
use super::signature::{DS, MARK, Manner};
use super::statement::{SUCCESS, Statement};
use super::xml::ASSERTION;
use crate::crypto::saml::seal_for;
use crate::domain::random;
use crate::simulator::Simulator;
use crate::simulator::fault::SamlSignature;
use crate::simulator::people::Person;
use crate::simulator::return_to::form;
use crate::simulator::trouble::Speech;

/// Seconds for which an answer is good.
const LIVES_SECS: i64 = 300;
/// Seconds by which an app's clock may be behind.
const GRACE_SECS: i64 = 30;

const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";

impl Simulator {
    /// What is said of a person in answer to a request, honestly.
    pub(super) fn statement(&self, asked: &Asked, person: &Person) -> Statement {
        let now = self.clock.now();
        let mut attributes = vec![("name".to_owned(), person.name())];
        attributes.push(("given_name".to_owned(), person.given_name.to_string()));
        attributes.push(("family_name".to_owned(), person.family_name.to_string()));
        if !person.email.is_empty() {
            attributes.push(("email".to_owned(), person.email.to_string()));
            attributes.push(("email_verified".to_owned(), person.email_verified.to_string()));
        }
        attributes.retain(|(_, value)| !value.is_empty());
        Statement {
            response_id: self.saml_id(),
            id: self.saml_id(),
            issuer: self.saml_places().metadata,
            in_response_to: asked.id.clone(),
            destination: asked.app.answers.clone(),
            recipient: asked.app.answers.clone(),
            audience: asked.app.entity_id.clone(),
            issued: now,
            not_before: now.plus_secs(-GRACE_SECS),
            not_on_or_after: now.plus_secs(LIVES_SECS),
            name_id: name_of(person),
            session_index: self.saml_id(),
            attributes,
        }
    }

    /// The response. None where there is no key.
    pub(super) async fn response(&self, asked: &Asked, person: &Person) -> Option<String> {
        let faults = asked.trouble.map(|trouble| trouble.faults(Speech::Saml)).unwrap_or_default();
        let bent = self.knobs.bent(faults);
        let mut statement = self.statement(asked, person);
        bent.statement(&mut statement);
        if bent.replays() {
            // there is none before: one that answered somebody long ago
            statement.in_response_to = self.saml_id();
        }
        let (source, now) = (self.keys.source(), self.clock.now());
        let key = match bent.saml_signature() {
            Some(SamlSignature::OtherKey) => self.saml_keys.stranger(source, now).await?,
            Some(SamlSignature::None | SamlSignature::Wrapped) | None => {
                self.saml_keys.published(source, now).await.first()?.clone()
            }
        };
        let signed = Manner::default().sign(key.as_ref(), &statement.assertion(), &statement.id);
        let inner = match bent.saml_signature() {
            Some(SamlSignature::None) => statement.assertion().replace(MARK, ""),
            Some(SamlSignature::Wrapped) => statement.wrapping(&signed),
            Some(SamlSignature::OtherKey) | None => signed,
        };
        let is_encrypted = bent.encrypts() && !asked.app.certificate.is_empty();
        let inner = if is_encrypted { encrypted(&asked.app.certificate, &inner)? } else { inner };
        self.memory.sign_in(Open {
            app: asked.app.clone(),
            index: statement.session_index.clone(),
            name_id: statement.name_id.clone(),
            person: person.name(),
            email: person.email.to_string(),
        });
        Some(bent.message(statement.around(SUCCESS, &inner)))
    }

    /// An ID that cannot be guessed. A name of XML does not begin with a digit.
    pub(super) fn saml_id(&self) -> String {
        format!("_{}", random::alphanumeric(self.random.as_ref(), 32))
    }
}

/// A form that brings a response to the app.
pub(super) fn send(asked: &Asked, response: &str) -> HttpResponse {
    let Ok(to) = Url::parse(&asked.app.answers) else { return HttpResponse::BadRequest().finish() };
    let mut fields = vec![("SAMLResponse".to_owned(), STANDARD.encode(response))];
    if !asked.relay_state.is_empty() {
        fields.push(("RelayState".to_owned(), asked.relay_state.clone()));
    }
    form(&to, &fields)
}

/// How a person is called, by a name that stays.
fn name_of(person: &Person) -> String {
    format!("demo-{:013}", person.number)
}

/// The signed assertion for the eyes of the app alone: AES-256 in GCM, the key by RSA-OAEP.
fn encrypted(certificate: &[u8], assertion: &str) -> Option<String> {
    let sealed = seal_for(certificate, assertion.as_bytes())?;
    let (key, content) = (STANDARD.encode(sealed.key), STANDARD.encode(sealed.content));
    Some(format!(
        r#"<saml:EncryptedAssertion xmlns:saml="{ASSERTION}"><xenc:EncryptedData xmlns:xenc="{XENC}" Type="{XENC}Element"><xenc:EncryptionMethod Algorithm="{XENC11}aes256-gcm"></xenc:EncryptionMethod><ds:KeyInfo xmlns:ds="{DS}"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="{XENC}rsa-oaep-mgf1p"></xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>{key}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{content}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>"#
    ))
}
