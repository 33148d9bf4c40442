//! Demo SAML is a real identity provider where nothing bends it, and hears nobody but its apps. That what it says is believed, and
//! what it says when it lies is not, is shown in `federation::saml`.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;
use vestibule::crypto::saml::ServiceKey;
use vestibule::domain::clock::ManualClock;
use vestibule::federation::saml::{
    Exclusive, Outgoing, ProviderMetadata, Service, SignInSettings, ask_logout, ask_sign_in,
};
use vestibule::simulator::saml::App;
use vestibule::simulator::{Endpoint, Fault, PEOPLE, SamlSignature, Transport};

use super::NOW;
use crate::support::demo_id::{DemoId, Returned, get, post};
use crate::support::forms::encode;

const APP: &str = "urn:example:app";
const ANSWERS: &str = "https://app.example/saml2/idpresponse";
const LOGOUT: &str = "https://app.example/saml2/logout";

struct Known {
    demo: DemoId,
    key: ServiceKey,
}

impl Known {
    /// The provider, and an app whose certificate it knows.
    fn start() -> Self {
        let key = ServiceKey::generate("app", NOW).unwrap();
        let app = App {
            entity_id: APP.to_owned(),
            answers: ANSWERS.to_owned(),
            logout: LOGOUT.to_owned(),
            certificate: key.certificate().to_vec(),
        };
        Self { demo: DemoId::start_for(Arc::new(ManualClock::new(NOW)), &[], vec![app]), key }
    }

    fn service<'a>(&'a self, entity_id: &'a str, answers: &'a str) -> Service<'a> {
        Service { entity_id, answers, logout: LOGOUT, key: &self.key }
    }

    fn request(&self, entity_id: &str, answers: &str) -> Outgoing {
        let destination = self.demo.simulator().saml_places().sign_in;
        let settings = SignInSettings { id: "_q1", now: NOW, destination: &destination, force: false };
        ask_sign_in(&self.service(entity_id, answers), &settings)
    }

    async fn signs_in(&self) -> Returned {
        let url = self.request(APP, ANSWERS).by_redirect(Some("r"), Some(&self.key)).unwrap();
        self.demo.visit(&Url::parse(&url).unwrap(), &PEOPLE[0]).await
    }
}

fn response(returned: &Returned) -> String {
    String::from_utf8(STANDARD.decode(returned.get("SAMLResponse").unwrap()).unwrap()).unwrap()
}

#[actix_web::test]
async fn its_metadata_describe_it_and_name_new_keys_beside_the_old() {
    let known = Known::start();
    let places = known.demo.simulator().saml_places();
    let described = async || {
        let answer = known.demo.http().send(get(&places.metadata)).await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/samlmetadata+xml");
        ProviderMetadata::read(std::str::from_utf8(answer.body()).unwrap()).unwrap()
    };
    let before = described().await;
    assert_eq!((&before.entity_id, before.keys.len()), (&places.metadata, 1));
    assert_eq!(
        (&before.sign_in.redirect, &before.sign_in.post),
        (&Some(places.sign_in.clone()), &Some(places.sign_in))
    );
    assert_eq!(before.logout.unwrap().redirect, Some(places.logout));
    known.demo.simulator().rotate(false).await.unwrap();
    let after = described().await;
    assert_eq!((after.keys.len(), &after.keys[1]), (2, &before.keys[0]));
    known.demo.simulator().rotate(true).await.unwrap();
    assert_eq!(described().await.keys.len(), 1);
    known.demo.knobs.bend([Fault::Transport(Endpoint::Metadata, Transport::Status(503))]);
    assert_eq!(
        known.demo.http().send(get(&known.demo.simulator().saml_places().metadata)).await.unwrap().status(),
        503
    );
    assert_eq!(known.demo.asked(Endpoint::Metadata), 4);
}

#[actix_web::test]
async fn it_answers_registered_apps_at_registered_addresses_only() {
    let known = Known::start();
    let other = ServiceKey::generate("other", NOW).unwrap();
    let honest = known.request(APP, ANSWERS);
    for (name, url) in [
        ("unsigned", honest.by_redirect(None, None).unwrap()),
        ("signed by another", honest.by_redirect(None, Some(&other)).unwrap()),
        ("of nobody", known.request("urn:x", ANSWERS).by_redirect(None, Some(&known.key)).unwrap()),
        ("for elsewhere", known.request(APP, "https://evil.test/").by_redirect(None, Some(&known.key)).unwrap()),
        ("no request", known.demo.simulator().saml_places().sign_in),
        (
            "another state",
            honest.by_redirect(Some("a"), Some(&known.key)).unwrap().replace("RelayState=a", "RelayState=b"),
        ),
    ] {
        assert_eq!(known.demo.http().send(get(&url)).await.unwrap().status(), 400, "{name}");
    }
    let returned = known.signs_in().await;
    assert_eq!((returned.url.as_str(), returned.get("RelayState").as_deref()), (ANSWERS, Some("r")));
    let text = response(&returned);
    assert!(text.contains(r#"InResponseTo="_q1""#) && text.contains("demo-0000000001815"), "{text}");
    // by a form
    let form = honest.by_post(&Exclusive, None, None).unwrap();
    let fields = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    assert_eq!(known.demo.http().send(post(&form.to, &encode(fields))).await.unwrap().status(), 200);
}

#[actix_web::test]
async fn knobs_bend_what_they_name_and_nothing_else() {
    let known = Known::start();
    let honest = response(&known.signs_in().await);
    assert!(honest.contains("<ds:SignatureValue>") && !honest.contains("EncryptedAssertion"));
    let bent = async |faults: Vec<Fault>| {
        known.demo.knobs.bend(faults);
        response(&known.signs_in().await)
    };
    let unsigned = bent(vec![Fault::SamlSignature(SamlSignature::None)]).await;
    assert!(!unsigned.contains("SignatureValue") && unsigned.contains("demo-0000000001815"));
    let wrapped = bent(vec![Fault::SamlSignature(SamlSignature::Wrapped)]).await;
    assert!(wrapped.contains("demo-0000000001815-forged") && wrapped.matches("<saml:Assertion ").count() == 2);
    let other = bent(vec![
        Fault::Statement(|statement| statement.audience = "urn:other".to_owned()),
        Fault::Message(|text| text.replace("ada@", "eve@")),
    ])
    .await;
    assert!(other.contains("urn:other") && other.contains("eve@example.com") && !other.contains(APP));
    assert_eq!(bent(vec![Fault::Replay]).await, other, "the answer before");
    known.demo.knobs.straighten();
    known.demo.knobs.encrypt(true);
    let sealed = response(&known.signs_in().await);
    assert!(sealed.contains("<saml:EncryptedAssertion ") && !sealed.contains("demo-0"));
}

#[actix_web::test]
async fn it_hears_signed_logouts_of_its_apps_only() {
    let known = Known::start();
    known.signs_in().await;
    known.signs_in().await;
    let sessions = known.demo.sessions().await;
    let there = known.demo.simulator().saml_places().logout;
    let name = vestibule::federation::saml::NameId {
        value: "demo-0000000001815".to_owned(),
        format: None,
        name_qualifier: None,
        sp_name_qualifier: None,
    };
    let ask = |index: Option<&str>| ask_logout(&known.service(APP, ""), "_l1", NOW, &there, &name, index);
    let unsigned = ask(None).by_redirect(None, None).unwrap();
    assert_eq!(known.demo.http().send(get(&unsigned)).await.unwrap().status(), 400);
    assert_eq!(known.demo.sessions().await, sessions);
    let one = ask(Some(&sessions[1])).by_redirect(Some("r"), Some(&known.key)).unwrap();
    let answer = known.demo.open(&one).await;
    assert_eq!((answer.url.as_str(), answer.get("RelayState").as_deref()), (LOGOUT, Some("r")));
    assert!(response(&answer).contains(r#"InResponseTo="_l1""#));
    assert_eq!(known.demo.sessions().await, sessions[..1]);
    known.demo.open(&ask(None).by_redirect(None, Some(&known.key)).unwrap()).await;
    assert!(known.demo.sessions().await.is_empty());
}
