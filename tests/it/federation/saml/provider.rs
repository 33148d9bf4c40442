//! What a provider says: a response and its assertion, part by part, as canonical XML.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vestibule::crypto::saml::{PeerKey, ServiceKey};
use vestibule::domain::clock::Micros;
use vestibule::federation::saml::{Exclusive, Expected, Refusal, Verified, read_response};

use super::signer::{MARK, Manner, PROVIDER, Signer};

pub(super) const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
pub(super) const SAMLP: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
pub(super) const ISSUER: &str = "https://idp.example/metadata";
pub(super) const AUDIENCE: &str = "urn:amazon:cognito:sp:xx-local-1_AbCdEfGhI";
pub(super) const RECIPIENT: &str = "https://auth.example/saml2/idpresponse";
pub(super) const REQUEST: &str = "_0123456789abcdef0123456789abcdef";
pub(super) const VICTIM: &str = "victim@corp.example";
pub(super) const ATTACKER_NAME: &str = "mallory@corp.example";
/// 2026-03-01T12:00:00Z.
pub(super) const NOW: Micros = Micros(1_772_366_400_000_000);

/// The parts that the tests change.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) response_attributes: String,
    pub(super) response_issuer: String,
    pub(super) status: String,
    pub(super) id: String,
    pub(super) assertion_attributes: String,
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) conditions: String,
    pub(super) statement: String,
    pub(super) attributes: String,
}

pub(super) fn name_id(name: &str) -> String {
    format!(r#"<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{name}</saml:NameID>"#)
}

pub(super) fn confirmation(data: &str) -> String {
    format!(
        r#"<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData{data}></saml:SubjectConfirmationData></saml:SubjectConfirmation>"#
    )
}

pub(super) fn confirmation_data() -> String {
    format!(r#" InResponseTo="{REQUEST}" NotOnOrAfter="2026-03-01T12:05:00Z" Recipient="{RECIPIENT}""#)
}

pub(super) fn conditions(window: &str, inner: &str) -> String {
    format!("<saml:Conditions{window}>{inner}</saml:Conditions>")
}

pub(super) fn audience(name: &str) -> String {
    format!("<saml:AudienceRestriction><saml:Audience>{name}</saml:Audience></saml:AudienceRestriction>")
}

pub(super) const WINDOW: &str = r#" NotBefore="2026-03-01T11:59:00Z" NotOnOrAfter="2026-03-01T12:05:00Z""#;

pub(super) fn attribute(name: &str, values: &[&str]) -> String {
    let values: String = values
        .iter()
        .fold(String::new(), |all, value| all + &format!("<saml:AttributeValue>{value}</saml:AttributeValue>"));
    format!(r#"<saml:Attribute Name="{name}">{values}</saml:Attribute>"#)
}

impl Parts {
    /// What the provider says of `name`.
    pub(super) fn of(name: &str) -> Self {
        Self {
            response_attributes: format!(
                r#" Destination="{RECIPIENT}" ID="_r1" InResponseTo="{REQUEST}" IssueInstant="2026-03-01T12:00:00Z" Version="2.0""#
            ),
            response_issuer: format!(r#"<saml:Issuer xmlns:saml="{SAML}">{ISSUER}</saml:Issuer>"#),
            status: status("urn:oasis:names:tc:SAML:2.0:status:Success"),
            id: "_a1".to_owned(),
            assertion_attributes: r#" IssueInstant="2026-03-01T12:00:00Z" Version="2.0""#.to_owned(),
            issuer: format!("<saml:Issuer>{ISSUER}</saml:Issuer>"),
            subject: format!("{}{}", name_id(name), confirmation(&confirmation_data())),
            conditions: conditions(WINDOW, &audience(AUDIENCE)),
            statement: r#"<saml:AuthnStatement AuthnInstant="2026-03-01T11:58:00Z" SessionIndex="_s1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"#.to_owned(),
            attributes: format!("{}{}", attribute("email", &[name]), attribute("groups", &["staff", "admins &amp; co"])),
        }
    }

    /// The assertion, unsigned, with the mark.
    pub(super) fn assertion(&self) -> String {
        let Self { id, assertion_attributes, issuer, subject, conditions, statement, attributes, .. } = self;
        format!(
            r#"<saml:Assertion xmlns:saml="{SAML}" ID="{id}"{assertion_attributes}>{issuer}{MARK}<saml:Subject>{subject}</saml:Subject>{conditions}{statement}<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"#
        )
    }

    /// The response around something, unsigned, with a mark.
    pub(super) fn around(&self, inner: &str) -> String {
        let Self { response_attributes, response_issuer, status, .. } = self;
        format!(
            r#"<samlp:Response xmlns:samlp="{SAMLP}"{response_attributes}>{response_issuer}{MARK}{status}{inner}</samlp:Response>"#
        )
    }

    /// The assertion, signed.
    pub(super) fn signed_assertion(&self, signer: &Signer, manner: &Manner) -> String {
        manner.sign(signer, &self.assertion(), &self.id)
    }

    /// A response whose assertion is signed, as most providers send it.
    pub(super) fn assertion_signed(&self) -> String {
        self.assertion_signed_as(&PROVIDER, &Manner::default())
    }

    pub(super) fn assertion_signed_as(&self, signer: &Signer, manner: &Manner) -> String {
        self.around(&self.signed_assertion(signer, manner)).replace(MARK, "")
    }

    /// A response that is signed as a whole.
    pub(super) fn response_signed(&self) -> String {
        let response = self.around(&self.assertion().replace(MARK, ""));
        Manner::default().sign(&*PROVIDER, &response, "_r1")
    }

    /// A response that is signed as is the assertion in it.
    pub(super) fn both_signed(&self) -> String {
        let response = self.around(&self.signed_assertion(&PROVIDER, &Manner::default()));
        // only the mark of the response is left
        Manner::default().sign(&*PROVIDER, &response, "_r1")
    }
}

pub(super) fn status(code: &str) -> String {
    format!(r#"<samlp:Status><samlp:StatusCode Value="{code}"></samlp:StatusCode></samlp:Status>"#)
}

/// What the pool expects of an answer.
pub(super) struct Pool {
    pub(super) keys: Vec<PeerKey>,
    pub(super) decryption: Vec<&'static ServiceKey>,
    pub(super) request: Option<&'static str>,
    pub(super) now: Micros,
    pub(super) must_be_encrypted: bool,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            keys: vec![PROVIDER.key()],
            decryption: Vec::new(),
            request: Some(REQUEST),
            now: NOW,
            must_be_encrypted: false,
        }
    }
}

impl Pool {
    pub(super) fn read(&self, xml: &str) -> Result<Verified, Refusal> {
        self.read_posted(&STANDARD.encode(xml))
    }

    pub(super) fn read_posted(&self, posted: &str) -> Result<Verified, Refusal> {
        let expected = Expected {
            issuer: ISSUER,
            keys: &self.keys,
            audience: AUDIENCE,
            recipient: RECIPIENT,
            request_id: self.request,
            now: self.now,
            skew_secs: 60,
            decryption: &self.decryption,
            must_be_encrypted: self.must_be_encrypted,
        };
        read_response(&Exclusive, posted, &expected)
    }
}

/// A message that must be refused, and for what.
pub(super) struct Forgery {
    pub(super) name: &'static str,
    pub(super) xml: String,
    pub(super) refusal: Refusal,
}

pub(super) fn forgery(name: &'static str, xml: String, refusal: Refusal) -> Forgery {
    Forgery { name, xml, refusal }
}

/// Holds a table to its word. The honest message is taken by the same pool before and after, so that no refusal is owed to
/// the pool.
pub(super) fn all_refused(pool: &Pool, forgeries: &[Forgery], honest: &str) {
    assert!(pool.read(honest).is_ok(), "the honest message: {:?}", pool.read(honest).err());
    let mut wrong = Vec::new();
    for Forgery { name, xml, refusal } in forgeries {
        match pool.read(xml) {
            Err(why) if why == *refusal => {}
            Err(why) => wrong.push(format!("{name}: refused for {why:?}, not for {refusal:?}")),
            Ok(verified) => wrong.push(format!("{name}: TAKEN as {}", verified.name_id.value)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pool.read(honest).is_ok());
}
