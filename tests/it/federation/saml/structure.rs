//! Messages that are not as the schema wants them, lack what they must have, or have it twice.

use vestibule::federation::saml::Refusal::{self, Malformed};

use super::provider::{
    ATTACKER_NAME, Forgery, Parts, Pool, SAML, SAMLP, VICTIM, all_refused, confirmation, confirmation_data, forgery,
    name_id, status,
};
use super::signer::{MARK, Manner, PROVIDER};

/// A response of an honest provider with other parts: signed, and yet not to be taken.
fn with(change: impl FnOnce(&mut Parts)) -> String {
    let mut parts = Parts::of(VICTIM);
    change(&mut parts);
    parts.assertion_signed()
}

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn forgeries() -> Vec<Forgery> {
    let honest = Parts::of(VICTIM).assertion_signed();
    let unsigned = Parts::of(VICTIM).around(&Parts::of(VICTIM).assertion()).replace(MARK, "");
    let subject = |name: &str| name.to_owned() + &confirmation(&confirmation_data());
    vec![
        forgery("nothing is signed", unsigned, Refusal::Unsigned),
        forgery("no assertion", Parts::of(VICTIM).around("").replace(MARK, ""), Refusal::Assertions),
        forgery(
            "no assertion, in a signed response",
            Manner::default().sign(&*PROVIDER, &Parts::of(VICTIM).around(""), "_r1"),
            Refusal::Assertions,
        ),
        forgery("no status", with(|p| p.status = String::new()), Malformed("Status")),
        forgery("two of status", with(|p| p.status = p.status.repeat(2)), Malformed("Status")),
        forgery(
            "the status is a refusal",
            with(|p| p.status = status("urn:oasis:names:tc:SAML:2.0:status:Responder")),
            Refusal::Status,
        ),
        forgery(
            "the status is a success of another version",
            with(|p| p.status = status("urn:oasis:names:tc:SAML:1.0:status:Success")),
            Refusal::Status,
        ),
        forgery(
            "a response of version 1.1",
            with(|p| p.response_attributes = p.response_attributes.replace("2.0", "1.1")),
            Refusal::Version,
        ),
        forgery(
            "a response without a version",
            with(|p| p.response_attributes = p.response_attributes.replace(r#" Version="2.0""#, "")),
            Refusal::Version,
        ),
        forgery(
            "an assertion of version 1.1",
            with(|p| p.assertion_attributes = p.assertion_attributes.replace("2.0", "1.1")),
            Refusal::Version,
        ),
        forgery(
            "a response without a time",
            with(|p| {
                p.response_attributes = p.response_attributes.replace(r#" IssueInstant="2026-03-01T12:00:00Z""#, "");
            }),
            Malformed("IssueInstant"),
        ),
        forgery(
            "an assertion without a time",
            with(|p| p.assertion_attributes = r#" Version="2.0""#.to_owned()),
            Malformed("IssueInstant"),
        ),
        forgery(
            "a time that is none",
            with(|p| p.assertion_attributes = r#" IssueInstant="today" Version="2.0""#.to_owned()),
            Malformed("IssueInstant"),
        ),
        forgery("an assertion without an issuer", with(|p| p.issuer = String::new()), Malformed("Issuer")),
        forgery("two issuers of an assertion", with(|p| p.issuer = p.issuer.repeat(2)), Malformed("Issuer")),
        forgery(
            "two issuers of a response",
            with(|p| p.response_issuer = p.response_issuer.repeat(2)),
            Malformed("Issuer"),
        ),
        forgery("an assertion with an empty id", with(|p| p.id = String::new()), Malformed("ID")),
        forgery("an assertion with an endless id", with(|p| p.id = "a".repeat(300)), Malformed("ID")),
        forgery("no name", with(|p| p.subject = subject("")), Refusal::NameId),
        forgery("an empty name", with(|p| p.subject = subject(&name_id(""))), Refusal::NameId),
        forgery(
            "a name of white space",
            with(|p| p.subject = subject(&name_id(" \u{a0} ").replace('\u{a0}', " "))),
            Refusal::NameId,
        ),
        forgery(
            "two names",
            with(|p| p.subject = subject(&(name_id(ATTACKER_NAME) + &name_id(VICTIM)))),
            Malformed("NameID"),
        ),
        forgery(
            "a name with an element in it",
            with(|p| p.subject = subject(&name_id("victim@corp.example<x></x>.evil"))),
            Refusal::NameId,
        ),
        forgery(
            "a name with a line break in it",
            with(|p| p.subject = subject(&name_id("victim@corp.example\n.evil"))),
            Refusal::NameId,
        ),
        forgery("an endless name", with(|p| p.subject = subject(&name_id(&"a".repeat(321)))), Refusal::NameId),
        forgery(
            "an encrypted name",
            with(|p| p.subject = subject("<saml:EncryptedID></saml:EncryptedID>")),
            Refusal::EncryptedPart,
        ),
        forgery(
            "a plain name beside an encrypted one",
            with(|p| p.subject = subject(&format!("{}<saml:EncryptedID></saml:EncryptedID>", name_id(VICTIM)))),
            Refusal::EncryptedPart,
        ),
        forgery(
            "an encrypted attribute",
            with(|p| p.attributes = "<saml:EncryptedAttribute></saml:EncryptedAttribute>".to_owned()),
            Refusal::EncryptedPart,
        ),
        forgery(
            "an attribute without a name",
            with(|p| p.attributes = "<saml:Attribute></saml:Attribute>".to_owned()),
            Malformed("Name"),
        ),
        forgery(
            "a name in the protocol's namespace",
            with(|p| p.subject = subject(&format!(r#"<samlp:NameID xmlns:samlp="{SAMLP}">{VICTIM}</samlp:NameID>"#))),
            Refusal::NameId,
        ),
        forgery("no statement of an authentication", with(|p| p.statement = String::new()), Refusal::NoAuthentication),
        forgery(
            "a statement without its time",
            with(|p| p.statement = "<saml:AuthnStatement></saml:AuthnStatement>".to_owned()),
            Malformed("AuthnInstant"),
        ),
        forgery("two subjects", honest_twice("Subject"), Malformed("Subject")),
        forgery("a response in the assertion's namespace", honest.replace(SAMLP, SAML), Refusal::WrongMessage),
        forgery(
            "a response of SAML 1.1",
            honest.replace(SAMLP, "urn:oasis:names:tc:SAML:1.0:protocol"),
            Refusal::WrongMessage,
        ),
        forgery(
            "a response without a namespace",
            honest.replace("samlp:", "").replace(&format!(r#" xmlns:samlp="{SAMLP}""#), ""),
            Refusal::WrongMessage,
        ),
        forgery(
            "a logout response with an assertion in it",
            honest.replace("samlp:Response", "samlp:LogoutResponse"),
            Refusal::WrongMessage,
        ),
        forgery(
            "an artifact response",
            honest.replace("samlp:Response", "samlp:ArtifactResponse"),
            Refusal::WrongMessage,
        ),
        forgery(
            "an element of a SOAP envelope around",
            format!(
                r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{honest}</s:Body></s:Envelope>"#
            ),
            Refusal::WrongMessage,
        ),
        forgery(
            "the id in another namespace",
            honest.replace(r#" ID="_a1""#, &format!(r#" xmlns:e="{SAML}" e:ID="_a1""#)),
            Refusal::Reference,
        ),
        forgery("the id written in small letters", honest.replace(r#" ID="_a1""#, r#" Id="_a1""#), Refusal::Reference),
        forgery(
            "a second id of the assertion in another namespace",
            honest.replace(r#" ID="_a1""#, r#" ID="_a1" xml:id="_a1""#),
            Refusal::DuplicateId,
        ),
        forgery("an id of the response that is the assertion's", honest.replace("_r1", "_a1"), Refusal::DuplicateId),
        forgery(
            "an attribute value with the assertion's id",
            honest.replace("<saml:AttributeValue>staff", r#"<saml:AttributeValue Id="_a1">staff"#),
            Refusal::DuplicateId,
        ),
    ]
}

/// An assertion with a part twice, signed.
fn honest_twice(part: &str) -> String {
    let parts = Parts::of(VICTIM);
    let assertion = parts.assertion();
    let from = assertion.find(&format!("<saml:{part}>")).unwrap();
    let end = format!("</saml:{part}>");
    let to = assertion.find(&end).unwrap() + end.len();
    let twice = format!("{}{}{}", &assertion[..to], &assertion[from..to], &assertion[to..]);
    parts.around(&Manner::default().sign(&*PROVIDER, &twice, "_a1")).replace(MARK, "")
}

#[test]
fn nothing_that_is_out_of_shape_is_taken() {
    all_refused(&Pool::default(), &forgeries(), &Parts::of(VICTIM).assertion_signed());
}
