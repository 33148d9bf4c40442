//! What an honest provider may send, in the shapes in which providers differ.

use vestibule::federation::saml::NameId;

use super::provider::{ISSUER, NOW, Parts, Pool, VICTIM, attribute, confirmation, confirmation_data, name_id};
use super::signer::{ATTACKER, CURVE, ENVELOPED, EXC, Manner, PROVIDER, key_info, method};

#[test]
fn everything_that_the_provider_said_is_read() {
    let verified = Pool::default().read(&Parts::of(VICTIM).assertion_signed()).unwrap();
    assert_eq!(verified.assertion_id, "_a1");
    assert_eq!(verified.issuer, ISSUER);
    let format = Some("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress".to_owned());
    let expected = NameId { value: VICTIM.to_owned(), format, name_qualifier: None, sp_name_qualifier: None };
    assert_eq!(verified.name_id, expected);
    assert_eq!(verified.session_index.as_deref(), Some("_s1"));
    assert_eq!(verified.authn_instant, NOW.plus_secs(-120));
    assert!(verified.authn_context.unwrap().ends_with("PasswordProtectedTransport"));
    assert_eq!(verified.attributes["email"], [VICTIM]);
    assert_eq!(verified.attributes["groups"], ["staff", "admins & co"]);
    assert_eq!(verified.not_on_or_after, NOW.plus_secs(300 + 60));
}

#[test]
fn the_assertion_the_response_or_both_may_be_signed() {
    let parts = Parts::of(VICTIM);
    for message in [parts.assertion_signed(), parts.response_signed(), parts.both_signed()] {
        assert_eq!(Pool::default().read(&message).unwrap().name_id.value, VICTIM);
    }
}

#[test]
fn any_sound_algorithm_is_taken() {
    let parts = Parts::of(VICTIM);
    let more = "http://www.w3.org/2001/04/xmldsig-more";
    for (algorithm, digest) in [
        (format!("{more}#rsa-sha384"), format!("{more}#sha384")),
        (format!("{more}#rsa-sha512"), "http://www.w3.org/2001/04/xmlenc#sha512".to_owned()),
        ("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1".to_owned(), Manner::default().digest),
    ] {
        let manner = Manner { algorithm, digest, ..Manner::default() };
        assert!(Pool::default().read(&parts.assertion_signed_as(&PROVIDER, &manner)).is_ok(), "{}", manner.algorithm);
    }
    let manner = Manner { algorithm: format!("{more}#ecdsa-sha256"), ..Manner::default() };
    let pool = Pool { keys: vec![CURVE.key()], ..Pool::default() };
    assert!(pool.read(&parts.assertion_signed_as(&CURVE, &manner)).is_ok());
}

#[test]
fn while_keys_change_either_verifies() {
    let message = Parts::of(VICTIM).assertion_signed();
    for keys in [vec![PROVIDER.key(), ATTACKER.key()], vec![ATTACKER.key(), PROVIDER.key()]] {
        assert!(Pool { keys, ..Pool::default() }.read(&message).is_ok());
    }
}

#[test]
fn key_info_is_allowed_and_never_read() {
    for certificate in [&PROVIDER.certificate, &ATTACKER.certificate] {
        let manner = Manner { key_info: key_info(certificate), ..Manner::default() };
        assert!(Pool::default().read(&Parts::of(VICTIM).assertion_signed_as(&PROVIDER, &manner)).is_ok());
    }
}

#[test]
fn a_list_of_inclusive_prefixes_is_honoured() {
    // the prefix is declared on the element, where exclusive canonicalisation alone would leave it out
    let inclusive = format!(
        r#"<ds:Transform Algorithm="{EXC}"><ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="xs"></ec:InclusiveNamespaces></ds:Transform>"#
    );
    let manner = Manner { transforms: method("Transform", ENVELOPED) + &inclusive, ..Manner::default() };
    let parts = Parts::of(VICTIM);
    let assertion = parts.assertion().replace(" ID=", r#" xmlns:xs="http://www.w3.org/2001/XMLSchema" ID="#);
    let message = parts.around(&manner.sign(&*PROVIDER, &assertion, "_a1")).replace(super::signer::MARK, "");
    assert!(Pool::default().read(&message).is_ok());
}

#[test]
fn an_answer_that_nobody_asked_for_is_taken_only_where_that_is_allowed() {
    let without = |text: &str| text.replace(&format!(r#" InResponseTo="{}""#, super::provider::REQUEST), "");
    let mut parts = Parts::of(VICTIM);
    parts.response_attributes = without(&parts.response_attributes);
    parts.subject = name_id(VICTIM) + &confirmation(&without(&confirmation_data()));
    let message = parts.assertion_signed();
    assert!(Pool { request: None, ..Pool::default() }.read(&message).is_ok());
    assert!(Pool::default().read(&message).is_err());
    assert!(Pool { request: None, ..Pool::default() }.read(&Parts::of(VICTIM).assertion_signed()).is_err());
}

#[test]
fn the_clocks_may_differ_by_a_minute() {
    let message = Parts::of(VICTIM).assertion_signed();
    for (secs, is_taken) in [(-61, false), (-60, true), (0, true), (359, true), (360, false)] {
        let pool = Pool { now: NOW.plus_secs(secs), ..Pool::default() };
        assert_eq!(pool.read(&message).is_ok(), is_taken, "{secs}");
    }
}

#[test]
fn white_space_cdata_and_characters_written_as_numbers_do_not_matter() {
    let parts = Parts::of(VICTIM);
    let message = parts.assertion_signed();
    // all of these have the same canonical form
    for (from, to) in [
        (r#" ID="_a1""#, "\n   ID = '_a1' "),
        (VICTIM, "<![CDATA[victim@corp.example]]>"),
        (VICTIM, "victim&#64;corp.example"),
        ("</saml:Audience>", "</saml:Audience  >"),
        ("<ds:SignatureValue>", "<ds:SignatureValue>\n  "),
        ("<samlp:Response", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<samlp:Response"),
    ] {
        let changed = message.replace(from, to);
        assert_ne!(changed, message);
        assert_eq!(Pool::default().read(&changed).unwrap().name_id.value, VICTIM, "{to}");
    }
    let folded = base64_in_lines(&message);
    assert!(Pool::default().read_posted(&folded).is_ok());
}

fn base64_in_lines(text: &str) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
    let lines = encoded.as_bytes().chunks(76).map(String::from_utf8_lossy);
    lines.fold(String::new(), |all, line| all + &line + "\r\n")
}

#[test]
fn values_of_attributes_keep_their_order_and_odd_ones_are_left_out() {
    let mut parts = Parts::of(VICTIM);
    let nil = r#"<saml:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"></saml:AttributeValue>"#;
    let structured = "<saml:AttributeValue><x></x></saml:AttributeValue>";
    let named = format!("<saml:AttributeValue>{}</saml:AttributeValue>", name_id("targeted"));
    parts.attributes = attribute("a", &["2", "1", ""])
        + &attribute("b", &[])
        + &format!(r#"<saml:Attribute Name="c">{nil}{structured}{named}</saml:Attribute>"#)
        + &attribute("a", &["3"]);
    let attributes = Pool::default().read(&parts.assertion_signed()).unwrap().attributes;
    assert_eq!(attributes["a"], ["2", "1", "", "3"]);
    assert!(attributes["b"].is_empty());
    assert_eq!(attributes["c"], ["targeted"]);
}
