//! Single logout: what we ask, and what a provider asks and answers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vestibule::federation::saml::{
    Exclusive, IncomingLogout, LogoutAnswer, LogoutExpected, Refusal, read_logout_answer, read_logout_request,
};

use super::provider::{ISSUER, NOW, Parts, REQUEST, SAML, SAMLP, VICTIM, name_id, status};
use super::signer::{ATTACKER, MARK, Manner, PROVIDER, Signer};

const HERE: &str = "https://auth.example/saml2/logout";
/// How many forged messages are in the tables of this file.
pub(super) const COUNT: usize = 21;

fn message(name: &str, attributes: &str, issuer: &str, inner: &str) -> String {
    format!(
        r#"<samlp:{name} xmlns:samlp="{SAMLP}"{attributes}><saml:Issuer xmlns:saml="{SAML}">{issuer}</saml:Issuer>{MARK}{inner}</samlp:{name}>"#
    )
}

fn answer_attributes() -> String {
    format!(
        r#" Destination="{HERE}" ID="_l1" InResponseTo="{REQUEST}" IssueInstant="2026-03-01T12:00:00Z" Version="2.0""#
    )
}

fn request_attributes() -> String {
    format!(
        r#" Destination="{HERE}" ID="_l1" IssueInstant="2026-03-01T12:00:00Z" NotOnOrAfter="2026-03-01T12:05:00Z" Version="2.0""#
    )
}

fn request_body() -> String {
    let name = name_id(VICTIM).replacen("<saml:NameID", &format!(r#"<saml:NameID xmlns:saml="{SAML}""#), 1);
    format!("{name}<samlp:SessionIndex>_s1</samlp:SessionIndex>")
}

fn signed(signer: &Signer, text: &str) -> String {
    STANDARD.encode(Manner::default().sign(signer, text, "_l1"))
}

fn with_expected<T>(read: impl FnOnce(&LogoutExpected<'_>) -> T) -> T {
    let keys = [PROVIDER.key()];
    read(&LogoutExpected { issuer: ISSUER, keys: &keys, recipient: HERE, now: NOW, skew_secs: 60 })
}

fn answer(posted: &str) -> Result<LogoutAnswer, Refusal> {
    with_expected(|expected| read_logout_answer(&Exclusive, posted, REQUEST, expected))
}

fn request(posted: &str) -> Result<IncomingLogout, Refusal> {
    with_expected(|expected| read_logout_request(&Exclusive, posted, expected))
}

fn success() -> String {
    status("urn:oasis:names:tc:SAML:2.0:status:Success")
}

#[test]
fn the_answer_says_whether_it_is_done() {
    let answered =
        |status: &str| answer(&signed(&PROVIDER, &message("LogoutResponse", &answer_attributes(), ISSUER, status)));
    assert_eq!(answered(&success()), Ok(LogoutAnswer::Done));
    assert_eq!(answered(&status("urn:oasis:names:tc:SAML:2.0:status:Responder")), Ok(LogoutAnswer::NotDone));
    let partly = success().replace("></samlp:StatusCode>", r#"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:PartialLogout"></samlp:StatusCode></samlp:StatusCode>"#);
    assert_eq!(answered(&partly), Ok(LogoutAnswer::NotDone));
}

#[test]
fn a_request_names_the_person_and_the_sessions() {
    let incoming =
        request(&signed(&PROVIDER, &message("LogoutRequest", &request_attributes(), ISSUER, &request_body()))).unwrap();
    assert_eq!((incoming.id.as_str(), incoming.name_id.value.as_str()), ("_l1", VICTIM));
    assert_eq!(incoming.session_indexes, ["_s1"]);
    assert_eq!(incoming.not_on_or_after, NOW.plus_secs(360));
}

#[test]
fn forged_answers_are_refused() {
    let with =
        |attributes: &str, issuer: &str| signed(&PROVIDER, &message("LogoutResponse", attributes, issuer, &success()));
    let honest = answer_attributes();
    let unsigned = message("LogoutResponse", &honest, ISSUER, &success()).replace(MARK, "");
    let assertion = Parts::of(VICTIM).assertion().replace(MARK, "");
    let cases = [
        ("unsigned", STANDARD.encode(unsigned), Refusal::Unsigned),
        (
            "signed by another",
            signed(&ATTACKER, &message("LogoutResponse", &honest, ISSUER, &success())),
            Refusal::BadSignature,
        ),
        ("of another provider", with(&honest, "https://other.example/metadata"), Refusal::Issuer),
        ("to another request", with(&honest.replace(REQUEST, "_ffff"), ISSUER), Refusal::InResponseTo),
        (
            "to no request",
            with(&honest.replace(&format!(r#" InResponseTo="{REQUEST}""#), ""), ISSUER),
            Refusal::InResponseTo,
        ),
        ("for another place", with(&honest.replace(HERE, "https://other.example/"), ISSUER), Refusal::Destination),
        ("for no place", with(&honest.replace(&format!(r#" Destination="{HERE}""#), ""), ISSUER), Refusal::Destination),
        ("old", with(&honest.replace("12:00:00Z", "11:53:59Z"), ISSUER), Refusal::Expired),
        ("from the future", with(&honest.replace("12:00:00Z", "12:01:01Z"), ISSUER), Refusal::FromTheFuture),
        ("of another version", with(&honest.replace("2.0", "1.1"), ISSUER), Refusal::Version),
        ("a request", signed(&PROVIDER, &message("LogoutRequest", &honest, ISSUER, &success())), Refusal::WrongMessage),
        (
            "without a status",
            signed(&PROVIDER, &message("LogoutResponse", &honest, ISSUER, "")),
            Refusal::Malformed("Status"),
        ),
        (
            "with an assertion",
            signed(&PROVIDER, &message("LogoutResponse", &honest, ISSUER, &(success() + &assertion))),
            Refusal::Assertions,
        ),
    ];
    for (name, posted, refusal) in &cases {
        assert_eq!(answer(posted), Err(*refusal), "{name}");
    }
    assert!(answer(&with(&honest, ISSUER)).is_ok());
    assert!(cases.len() + 8 >= COUNT);
}

#[test]
fn forged_requests_are_refused() {
    let with = |attributes: &str, body: &str| signed(&PROVIDER, &message("LogoutRequest", attributes, ISSUER, body));
    let (honest, body) = (request_attributes(), request_body());
    let unsigned = message("LogoutRequest", &honest, ISSUER, &body).replace(MARK, "");
    let changed = Manner::default().sign(&*PROVIDER, &message("LogoutRequest", &honest, ISSUER, &body), "_l1");
    let cases = [
        ("unsigned", STANDARD.encode(unsigned), Refusal::Unsigned),
        (
            "signed by another",
            signed(&ATTACKER, &message("LogoutRequest", &honest, ISSUER, &body)),
            Refusal::BadSignature,
        ),
        ("with another name", STANDARD.encode(changed.replace(VICTIM, "root@corp.example")), Refusal::Changed),
        ("expired", with(&honest.replace("12:05", "11:58"), &body), Refusal::Expired),
        ("without a name", with(&honest, ""), Refusal::NameId),
        (
            "with an encrypted name",
            with(&honest, &format!(r#"<saml:EncryptedID xmlns:saml="{SAML}"></saml:EncryptedID>"#)),
            Refusal::EncryptedPart,
        ),
        ("an answer", signed(&PROVIDER, &message("LogoutResponse", &honest, ISSUER, &body)), Refusal::WrongMessage),
        ("for another place", with(&honest.replace(HERE, "https://other.example/"), &body), Refusal::Destination),
    ];
    for (name, posted, refusal) in &cases {
        assert_eq!(request(posted).err(), Some(*refusal), "{name}");
    }
    assert!(request(&with(&honest, &body)).is_ok());
}
