//! Who, to whom, when, in answer to what: each condition broken alone, in a message that the provider really signed.

use vestibule::federation::saml::Refusal::{
    self, Audience, Destination, Expired, FromTheFuture, InResponseTo, Issuer, NotYet,
};

use super::provider::{
    AUDIENCE, Forgery, ISSUER, NOW, Parts, Pool, RECIPIENT, REQUEST, SAML, VICTIM, WINDOW, all_refused, audience,
    conditions, confirmation, confirmation_data, forgery, name_id,
};
use super::signer::{ATTACKER, Manner, PROVIDER};

const OTHER: &str = "https://other.example/metadata";

fn with(change: impl FnOnce(&mut Parts)) -> String {
    let mut parts = Parts::of(VICTIM);
    change(&mut parts);
    parts.assertion_signed()
}

fn response_with(from: &str, to: &str) -> String {
    let changed = with(|p| p.response_attributes = p.response_attributes.replace(from, to));
    assert_ne!(changed, Parts::of(VICTIM).assertion_signed());
    changed
}

fn confirmed_with(from: &str, to: &str) -> String {
    let data = confirmation_data().replace(from, to);
    assert_ne!(data, confirmation_data());
    with(|p| p.subject = name_id(VICTIM) + &confirmation(&data))
}

fn windowed(window: &str) -> String {
    with(|p| p.conditions = conditions(window, &audience(AUDIENCE)))
}

fn restricted(inner: &str) -> String {
    with(|p| p.conditions = conditions(WINDOW, inner))
}

fn fully_signed(change: impl FnOnce(&mut Parts)) -> String {
    let mut parts = Parts::of(VICTIM);
    change(&mut parts);
    parts.response_signed()
}

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn forgeries() -> Vec<Forgery> {
    let ours = audience(AUDIENCE);
    let recipient = format!(r#" Recipient="{RECIPIENT}""#);
    let destination = format!(r#" Destination="{RECIPIENT}""#);
    let method = |from: &str, to: &str| with(|p| p.subject = p.subject.replace(from, to));
    vec![
        forgery("NotOnOrAfter of the conditions is past", windowed(r#" NotOnOrAfter="2026-03-01T11:59:00Z""#), Expired),
        forgery("NotBefore of the conditions is to come", windowed(r#" NotBefore="2026-03-01T12:01:01Z""#), NotYet),
        forgery(
            "NotBefore of the conditions is not a time",
            windowed(r#" NotBefore="soon""#),
            Refusal::Malformed("NotBefore"),
        ),
        forgery(
            "NotOnOrAfter of the conditions is empty",
            windowed(r#" NotOnOrAfter="""#),
            Refusal::Malformed("NotOnOrAfter"),
        ),
        forgery(
            "NotOnOrAfter of the year 30000",
            windowed(r#" NotOnOrAfter="30000-01-01T00:00:00Z""#),
            Refusal::Malformed("NotOnOrAfter"),
        ),
        forgery("no conditions", with(|p| p.conditions = String::new()), Refusal::Malformed("Conditions")),
        forgery(
            "conditions twice, the second for us",
            with(|p| p.conditions = conditions(WINDOW, &audience(OTHER)) + &p.conditions),
            Refusal::Malformed("Conditions"),
        ),
        forgery("no audience", restricted(""), Audience),
        forgery("another audience", restricted(&audience(OTHER)), Audience),
        forgery(
            "the audience of another pool",
            restricted(&audience("urn:amazon:cognito:sp:xx-local-1_ZZZZZZZZZ")),
            Audience,
        ),
        forgery("an audience that begins as ours", restricted(&audience(&format!("{AUDIENCE}x"))), Audience),
        forgery("an audience in other letters", restricted(&audience(&AUDIENCE.to_uppercase())), Audience),
        forgery(
            "a restriction without an audience",
            restricted("<saml:AudienceRestriction></saml:AudienceRestriction>"),
            Audience,
        ),
        forgery("two restrictions of which one is ours", restricted(&(ours.clone() + &audience(OTHER))), Audience),
        forgery("two restrictions, ours the second", restricted(&(audience(OTHER) + &ours)), Audience),
        forgery("an audience with an element in it", restricted(&audience(&format!("{AUDIENCE}<x></x>"))), Audience),
        forgery(
            "a condition that nobody knows",
            restricted(&format!(r"{ours}<saml:Condition></saml:Condition>")),
            Refusal::UnknownCondition,
        ),
        forgery(
            "a condition of another namespace",
            restricted(&format!(r#"{ours}<e:Delegation xmlns:e="urn:e"></e:Delegation>"#)),
            Refusal::UnknownCondition,
        ),
        forgery("another recipient", confirmed_with(RECIPIENT, "https://other.example/saml2/idpresponse"), Destination),
        forgery("no recipient", confirmed_with(&recipient, ""), Destination),
        forgery("a recipient with a slash too much", confirmed_with(RECIPIENT, &format!("{RECIPIENT}/")), Destination),
        forgery(
            "another destination",
            response_with(RECIPIENT, "https://other.example/saml2/idpresponse"),
            Destination,
        ),
        forgery("an empty destination", response_with(RECIPIENT, ""), Destination),
        forgery(
            "no destination in a signed response",
            fully_signed(|p| p.response_attributes = p.response_attributes.replace(&destination, "")),
            Destination,
        ),
        forgery("the response answers another request", response_with(REQUEST, "_ffff"), InResponseTo),
        forgery(
            "the response answers no request",
            response_with(&format!(r#" InResponseTo="{REQUEST}""#), ""),
            InResponseTo,
        ),
        forgery("the response answers the empty request", response_with(REQUEST, ""), InResponseTo),
        forgery("the confirmation answers another request", confirmed_with(REQUEST, "_ffff"), InResponseTo),
        forgery(
            "the confirmation answers no request",
            confirmed_with(&format!(r#" InResponseTo="{REQUEST}""#), ""),
            InResponseTo,
        ),
        forgery("the confirmation is past", confirmed_with("12:05", "11:59"), Expired),
        forgery(
            "the confirmation has no end",
            confirmed_with(r#" NotOnOrAfter="2026-03-01T12:05:00Z""#, ""),
            Refusal::Confirmation,
        ),
        forgery(
            "the confirmation has a beginning",
            confirmed_with(" NotOnOrAfter", r#" NotBefore="2026-03-01T11:00:00Z" NotOnOrAfter"#),
            Refusal::Confirmation,
        ),
        forgery("no confirmation", with(|p| p.subject = name_id(VICTIM)), Refusal::Confirmation),
        forgery(
            "a confirmation without data",
            with(|p| {
                p.subject = name_id(VICTIM)
                    + r#"<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"></saml:SubjectConfirmation>"#;
            }),
            Refusal::Confirmation,
        ),
        forgery("confirmed by holding a key", method("cm:bearer", "cm:holder-of-key"), Refusal::Confirmation),
        forgery("confirmed by vouching", method("cm:bearer", "cm:sender-vouches"), Refusal::Confirmation),
        forgery(
            "confirmed by no method",
            method(r#" Method="urn:oasis:names:tc:SAML:2.0:cm:bearer""#, ""),
            Refusal::Confirmation,
        ),
        forgery("the response is from the future", response_with("12:00:00Z", "12:01:01Z"), FromTheFuture),
        forgery(
            "the assertion is from the future",
            with(|p| p.assertion_attributes = r#" IssueInstant="2026-03-01T12:01:01Z" Version="2.0""#.to_owned()),
            FromTheFuture,
        ),
        forgery(
            "the sign-in at the provider is in the future",
            with(|p| p.statement = p.statement.replace("11:58:00Z", "12:01:01Z")),
            FromTheFuture,
        ),
        forgery(
            "the provider's session has ended",
            with(|p| {
                p.statement = p
                    .statement
                    .replace(" SessionIndex", r#" SessionNotOnOrAfter="2026-03-01T11:59:00Z" SessionIndex"#)
                    .replace(
                        r#"SessionNotOnOrAfter="2026-03-01T11:59:00Z" SessionIndex="_s1""#,
                        r#"SessionIndex="_s1" SessionNotOnOrAfter="2026-03-01T11:59:00Z""#,
                    );
            }),
            Refusal::SessionEnded,
        ),
        forgery(
            "the assertion's issuer is another provider",
            with(|p| p.issuer = p.issuer.replace(ISSUER, OTHER)),
            Issuer,
        ),
        forgery(
            "the response's issuer is another provider",
            with(|p| p.response_issuer = p.response_issuer.replace(ISSUER, OTHER)),
            Issuer,
        ),
        forgery(
            "the issuer is not an entity",
            with(|p| {
                p.issuer = p.issuer.replace(
                    "<saml:Issuer>",
                    r#"<saml:Issuer Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">"#,
                );
            }),
            Issuer,
        ),
        forgery(
            "the issuer has a slash too much",
            with(|p| p.issuer = p.issuer.replace(ISSUER, &format!("{ISSUER}/"))),
            Issuer,
        ),
        forgery(
            "the issuer has an element in it",
            with(|p| p.issuer = p.issuer.replace(ISSUER, &format!("{ISSUER}<x></x>"))),
            Issuer,
        ),
        forgery(
            "another provider signed in its own name",
            Parts {
                issuer: format!("<saml:Issuer>{OTHER}</saml:Issuer>"),
                response_issuer: format!(r#"<saml:Issuer xmlns:saml="{SAML}">{OTHER}</saml:Issuer>"#),
                ..Parts::of(VICTIM)
            }
            .assertion_signed_as(&ATTACKER, &Manner::default()),
            Issuer,
        ),
    ]
}

#[test]
fn each_condition_counts_alone() {
    all_refused(&Pool::default(), &forgeries(), &Parts::of(VICTIM).assertion_signed());
}

#[test]
fn a_provider_that_names_another_as_the_issuer_is_refused_also_by_a_pool_that_trusts_its_key() {
    // the pool trusts both, each under its own name: whichever the trip went to, the other's name is refused
    let pool = Pool { keys: vec![ATTACKER.key()], ..Pool::default() };
    let mut parts = Parts::of(VICTIM);
    parts.issuer = parts.issuer.replace(ISSUER, OTHER);
    assert_eq!(pool.read(&parts.assertion_signed_as(&ATTACKER, &Manner::default())), Err(Issuer));
    assert_eq!(
        pool.read(&Parts::of(VICTIM).assertion_signed_as(&PROVIDER, &Manner::default())),
        Err(Refusal::BadSignature)
    );
}

#[test]
fn of_several_confirmations_one_that_holds_is_enough() {
    let elsewhere = confirmation(&confirmation_data().replace(RECIPIENT, OTHER));
    let parts = Parts {
        subject: format!("{}{elsewhere}{}", name_id(VICTIM), confirmation(&confirmation_data())),
        ..Parts::of(VICTIM)
    };
    let verified = Pool::default().read(&parts.assertion_signed()).unwrap();
    assert_eq!(verified.not_on_or_after, NOW.plus_secs(360));
}
