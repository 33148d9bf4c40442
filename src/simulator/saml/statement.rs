//! What Demo SAML says of a person: an assertion, and the response around it.

use super::signature::MARK;
use super::xml::{ASSERTION, PERSISTENT, PROTOCOL, moment, text, value};
use crate::domain::clock::Micros;

const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const CONTEXT: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";
/// The status of an answer that has what was asked for.
pub(super) const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
/// The one of an answer that has not.
pub(super) const RESPONDER: &str = "urn:oasis:names:tc:SAML:2.0:status:Responder";

/// What is said, as it will be written.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The response's ID.
    pub response_id: String,
    /// The assertion's ID.
    pub id: String,
    /// Who says it.
    pub issuer: String,
    /// The request that is answered.
    pub in_response_to: String,
    /// Where the response goes.
    pub destination: String,
    /// Where the assertion may be brought.
    pub recipient: String,
    /// Whom it is for.
    pub audience: String,
    /// When it is said.
    pub issued: Micros,
    /// From when it is good.
    pub not_before: Micros,
    /// Until when.
    pub not_on_or_after: Micros,
    /// Of whom.
    pub name_id: String,
    /// The session.
    pub session_index: String,
    /// Attributes: names and values.
    pub attributes: Vec<(String, String)>,
}

impl Statement {
    /// The assertion, unsigned, with the mark.
    pub(super) fn assertion(&self) -> String {
        let attribute = |(name, said): &(String, String)| {
            format!(
                r#"<saml:Attribute Name="{}"><saml:AttributeValue>{}</saml:AttributeValue></saml:Attribute>"#,
                value(name),
                text(said)
            )
        };
        let attributes: String = self.attributes.iter().map(attribute).collect();
        let (now, from, until) = (moment(self.issued), moment(self.not_before), moment(self.not_on_or_after));
        let data = format!(
            r#"<saml:SubjectConfirmationData InResponseTo="{}" NotOnOrAfter="{until}" Recipient="{}"></saml:SubjectConfirmationData>"#,
            value(&self.in_response_to),
            value(&self.recipient)
        );
        let subject = format!(
            r#"<saml:Subject><saml:NameID Format="{PERSISTENT}">{}</saml:NameID><saml:SubjectConfirmation Method="{BEARER}">{data}</saml:SubjectConfirmation></saml:Subject>"#,
            text(&self.name_id)
        );
        let conditions = format!(
            r#"<saml:Conditions NotBefore="{from}" NotOnOrAfter="{until}"><saml:AudienceRestriction><saml:Audience>{}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"#,
            text(&self.audience)
        );
        let session = format!(
            r#"<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{}"><saml:AuthnContext><saml:AuthnContextClassRef>{CONTEXT}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"#,
            value(&self.session_index)
        );
        let (id, by) = (value(&self.id), text(&self.issuer));
        format!(
            r#"<saml:Assertion xmlns:saml="{ASSERTION}" ID="{id}" IssueInstant="{now}" Version="2.0"><saml:Issuer>{by}</saml:Issuer>{MARK}{subject}{conditions}{session}<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"#
        )
    }

    /// The response around something, unsigned.
    pub(super) fn around(&self, status: &str, inner: &str) -> String {
        let (destination, id, to) = (value(&self.destination), value(&self.response_id), value(&self.in_response_to));
        let (now, by) = (moment(self.issued), text(&self.issuer));
        format!(
            r#"<samlp:Response xmlns:samlp="{PROTOCOL}" Destination="{destination}" ID="{id}" InResponseTo="{to}" IssueInstant="{now}" Version="2.0"><saml:Issuer xmlns:saml="{ASSERTION}">{by}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{status}"></samlp:StatusCode></samlp:Status>{inner}</samlp:Response>"#
        )
    }

    /// An assertion about somebody else, with the signed one in a place where nobody should look (XSW 4).
    pub(super) fn wrapping(&self, signed: &str) -> String {
        let forged = Self { id: format!("{}f", self.id), name_id: format!("{}-forged", self.name_id), ..self.clone() };
        forged.assertion().replace(MARK, "").replacen(
            "<saml:AttributeStatement>",
            &format!("<saml:Advice>{signed}</saml:Advice><saml:AttributeStatement>"),
            1,
        )
    }
}
