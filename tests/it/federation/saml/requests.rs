//! What we send: read again by parts that did not write it.

use std::io::Read as _;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::DeflateDecoder;
use url::Url;
use vestibule::crypto::saml::{DigestAlgorithm, PeerKey, ServiceKey, SignatureAlgorithm};
use vestibule::federation::saml::{
    Exclusive, LogoutExpected, NameId, Outgoing, Service, SignInSettings, answer_logout, ask_logout, ask_sign_in,
    read_logout_answer, read_logout_request, service_metadata,
};

use super::provider::{AUDIENCE, NOW, RECIPIENT, VICTIM};

static KEY: LazyLock<ServiceKey> = LazyLock::new(|| ServiceKey::generate("Vestibule", NOW).unwrap());
const LOGOUT: &str = "https://auth.example/saml2/logout";
const PROVIDER: &str = "https://idp.example/sso?tenant=a%26b";

fn service() -> Service<'static> {
    Service { entity_id: AUDIENCE, answers: RECIPIENT, logout: LOGOUT, key: &KEY }
}

fn sign_in(force: bool) -> Outgoing {
    ask_sign_in(&service(), &SignInSettings { id: "_id1", now: NOW, destination: PROVIDER, force })
}

fn inflated(url: &Url, name: &str) -> String {
    let value = url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    let mut text = String::new();
    DeflateDecoder::new(STANDARD.decode(value).unwrap().as_slice()).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_redirect_carries_a_signed_request() {
    let url = sign_in(true).by_redirect(Some("a b&c/+"), Some(&KEY)).unwrap();
    let signed = url.strip_prefix(&format!("{PROVIDER}&")).unwrap();
    let (signed, signature) = signed.split_once("&Signature=").unwrap();
    let url = Url::parse(&url).unwrap();
    let pairs: Vec<_> = url.query_pairs().map(|(key, _)| key.into_owned()).collect();
    assert_eq!(pairs, ["tenant", "SAMLRequest", "RelayState", "SigAlg", "Signature"]);
    assert_eq!(url.query_pairs().find(|(key, _)| key == "RelayState").unwrap().1, "a b&c/+");
    let signature = percent_encoding::percent_decode_str(signature).decode_utf8().unwrap().into_owned();
    let key = PeerKey::from_certificate(KEY.certificate()).unwrap();
    let algorithm = SignatureAlgorithm::Rsa(DigestAlgorithm::Sha256);
    assert!(key.verifies(algorithm, signed.as_bytes(), &STANDARD.decode(signature).unwrap()));

    let text = inflated(&url, "SAMLRequest");
    let tree = roxmltree::Document::parse(&text).unwrap();
    let request = tree.root_element();
    assert_eq!(request.tag_name().name(), "AuthnRequest");
    for (name, value) in [
        ("ID", "_id1"),
        ("Version", "2.0"),
        ("IssueInstant", "2026-03-01T12:00:00Z"),
        ("Destination", PROVIDER),
        ("AssertionConsumerServiceURL", RECIPIENT),
        ("ProtocolBinding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"),
        ("ForceAuthn", "true"),
    ] {
        assert_eq!(request.attribute(name), Some(value), "{name}");
    }
    assert_eq!(request.first_element_child().unwrap().text(), Some(AUDIENCE));
}

#[test]
fn an_unsigned_redirect_says_nothing_of_signatures() {
    let url = Url::parse(&sign_in(false).by_redirect(None, None).unwrap()).unwrap();
    let pairs: Vec<_> = url.query_pairs().map(|(key, _)| key.into_owned()).collect();
    assert_eq!(pairs, ["tenant", "SAMLRequest"]);
    assert!(!inflated(&url, "SAMLRequest").contains("ForceAuthn"));
}

#[test]
fn what_we_post_is_signed_as_we_demand_it_of_others() {
    let keys = [PeerKey::from_certificate(KEY.certificate()).unwrap()];
    let expected = LogoutExpected { issuer: AUDIENCE, keys: &keys, recipient: PROVIDER, now: NOW, skew_secs: 0 };
    let name_id = NameId {
        value: "<victim> & \"co\"".to_owned(),
        format: Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".to_owned()),
        name_qualifier: Some("a<b".to_owned()),
        sp_name_qualifier: None,
    };
    let form = ask_logout(&service(), "_l1", NOW, PROVIDER, &name_id, Some("_s1"))
        .by_post(&Exclusive, Some("x"), Some(&KEY))
        .unwrap();
    assert_eq!(form.to, PROVIDER);
    let [(request, message), (state, x)] = form.fields.as_slice() else { panic!("{:?}", form.fields) };
    assert_eq!((request.as_str(), state.as_str(), x.as_str()), ("SAMLRequest", "RelayState", "x"));
    let incoming = read_logout_request(&Exclusive, message, &expected).unwrap();
    assert_eq!((incoming.name_id, incoming.session_indexes), (name_id, vec!["_s1".to_owned()]));

    let form = answer_logout(&service(), "_l2", NOW, PROVIDER, "_l1").by_post(&Exclusive, None, Some(&KEY)).unwrap();
    assert!(read_logout_answer(&Exclusive, &form.fields[0].1, "_l1", &expected).is_ok());
    assert_eq!(form.fields[0].0, "SAMLResponse");
}

#[test]
fn a_posted_request_can_be_verified() {
    let form = sign_in(false).by_post(&Exclusive, Some(VICTIM), Some(&KEY)).unwrap();
    let text = String::from_utf8(STANDARD.decode(&form.fields[0].1).unwrap()).unwrap();
    let tree = roxmltree::Document::parse(&text).unwrap();
    let names: Vec<_> = tree.root_element().children().map(|child| child.tag_name().name()).collect();
    assert_eq!(names, ["Issuer", "Signature"]);
    assert!(!text.contains(VICTIM));
}

#[test]
fn our_metadata_says_where_we_listen_and_names_the_key() {
    let text = service_metadata(&service());
    let tree = roxmltree::Document::parse(&text).unwrap();
    let all = |name: &str| tree.descendants().filter(|node| node.tag_name().name() == name).collect::<Vec<_>>();
    assert_eq!(tree.root_element().attribute("entityID"), Some(AUDIENCE));
    assert_eq!(all("AssertionConsumerService")[0].attribute("Location"), Some(RECIPIENT));
    assert_eq!(all("SingleLogoutService")[0].attribute("Location"), Some(LOGOUT));
    assert_eq!(all("KeyDescriptor").len(), 2);
    assert_eq!(all("X509Certificate")[0].text(), Some(STANDARD.encode(KEY.certificate()).as_str()));
}

#[test]
fn our_certificate_is_good_for_ten_years_and_the_key_is_kept_whole() {
    let (_, certificate) = x509_parser::parse_x509_certificate(KEY.certificate()).unwrap();
    let until = certificate.validity().not_after.timestamp() - NOW.secs();
    assert!((3652..=3653).contains(&(until / 86_400)), "{}", until / 86_400);
    assert!(certificate.subject().to_string().contains("CN=Vestibule"));
    let again = ServiceKey::from_parts(&KEY.to_pkcs8().unwrap(), KEY.certificate().to_vec()).unwrap();
    assert_eq!(again.sign(b"x").unwrap(), KEY.sign(b"x").unwrap());
    assert!(ServiceKey::from_parts(b"no key", Vec::new()).is_err());
}
