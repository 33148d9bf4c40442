//! Each knob bends what it names, and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use vestibule::outbound::OutboundError;
use vestibule::simulator::{Endpoint, Fault, KeyFault, Kind, PEOPLE, Place, Signature, Transport};

use super::{NOW, ask, authorize, redeem, start};
use crate::support::demo_id::{CLIENT, DemoId, get};

/// Header and claims of the ID token of a sign-in, unverified.
async fn id_token(demo: &DemoId) -> (Value, Value, String) {
    let returned = demo.visit(&authorize(demo, Kind::Oidc, "openid email", &[]), &PEOPLE[0]).await;
    let (_, tokens) = redeem(demo, Kind::Oidc, &returned, &[]).await;
    let token = tokens["id_token"].as_str().unwrap().to_owned();
    let part = |at: usize| {
        let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(at).unwrap()).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    (part(0), part(1), token)
}

#[actix_web::test]
async fn members_are_changed_removed_and_made_of_the_facts() {
    let (demo, _) = start();
    let (_, honest, _) = id_token(&demo).await;
    demo.knobs.bend([
        Fault::set(Place::IdToken, "sub", 7),
        Fault::without(Place::IdToken, "nonce"),
        Fault::of(Place::IdToken, "aud", |facts| json!([facts.client_id, "other"])),
        Fault::of(Place::IdToken, "exp", |facts| json!(facts.now - 1)),
        Fault::set(Place::Header, "kid", "unknown"),
        Fault::set(Place::Redirect, "iss", "https://evil.example"),
        Fault::set(Place::UserInfo, "sub", "another"),
        Fault::set(Place::Token, "token_type", "mac"),
        Fault::set(Place::Discovery, "issuer", "https://evil.example"),
    ]);
    let (header, bent, _) = id_token(&demo).await;
    assert_eq!((&header["kid"], &header["alg"]), (&json!("unknown"), &json!("RS256")));
    assert_eq!((&bent["sub"], &bent["exp"]), (&json!(7), &json!(NOW.secs() - 1)));
    assert_eq!((&bent["aud"], bent.get("nonce")), (&json!([CLIENT, "other"]), None));
    assert_eq!((&bent["iss"], &bent["email"]), (&honest["iss"], &honest["email"]), "all else stays");
    let returned = demo.visit(&authorize(&demo, Kind::Oidc, "openid", &[]), &PEOPLE[0]).await;
    assert_eq!(returned.get("iss").as_deref(), Some("https://evil.example"));
    let (_, tokens) = redeem(&demo, Kind::Oidc, &returned, &[]).await;
    assert_eq!(tokens["token_type"], "mac");
    let user_info = demo.simulator().endpoints(Kind::Oidc).user_info;
    assert_eq!(ask(&demo, &user_info, tokens["access_token"].as_str().unwrap()).await.1["sub"], "another");
    demo.knobs.straighten();
    let (_, again, _) = id_token(&demo).await;
    assert_eq!((&again["sub"], &again["aud"]), (&honest["sub"], &honest["aud"]));
}

#[actix_web::test]
async fn tokens_are_forged_as_they_are_named() {
    let (demo, _) = start();
    for (signature, alg) in [
        (Signature::OtherKey, "RS256"),
        (Signature::None, "none"),
        (Signature::PublicKeyAsHmac, "HS256"),
        (Signature::ClientIdAsHmac, "HS256"),
        (Signature::Pss, "PS256"),
        (Signature::EmbeddedKey, "RS256"),
    ] {
        demo.knobs.bend([Fault::Signature(signature)]);
        let (header, _, token) = id_token(&demo).await;
        assert_eq!(header["alg"], alg, "{signature:?}");
        assert_eq!(header.get("jwk").is_some(), signature == Signature::EmbeddedKey);
        assert_eq!(token.ends_with('.'), signature == Signature::None);
    }
    demo.knobs.bend([
        Fault::Claims(|claims| claims.replacen('{', "{\"sub\":\"twice\",", 1)),
        Fault::IdToken(|token| format!("{token}.")),
    ]);
    let returned = demo.visit(&authorize(&demo, Kind::Oidc, "openid", &[]), &PEOPLE[0]).await;
    let (_, tokens) = redeem(&demo, Kind::Oidc, &returned, &[]).await;
    let token = tokens["id_token"].as_str().unwrap();
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    assert_eq!(String::from_utf8(claims).unwrap().matches("\"sub\"").count(), 2);
    assert_eq!(token.split('.').count(), 4);
}

#[actix_web::test]
async fn keys_are_published_as_they_are_bent() {
    let (demo, _) = start();
    let keys = demo.simulator().endpoints(Kind::Oidc).keys;
    let published = || async {
        let answer = demo.http().send(get(&keys)).await.unwrap();
        let set: Value = serde_json::from_slice(answer.body()).unwrap();
        set["keys"].as_array().unwrap().clone()
    };
    let honest = published().await;
    assert_eq!(honest.len(), 2);
    let signing = &honest[0]["kid"];
    for (fault, count, others) in [
        (KeyFault::Missing, 1, 0),
        (KeyFault::NameTwice, 3, 2),
        (KeyFault::ForEncryption, 2, 1),
        (KeyFault::OtherAlgorithm, 2, 1),
        (KeyFault::Symmetric, 2, 1),
        (KeyFault::Empty, 0, 0),
        (KeyFault::Many(100), 102, 1),
    ] {
        demo.knobs.bend([Fault::Keys(fault)]);
        let bent = published().await;
        assert_eq!(bent.len(), count, "{fault:?}");
        assert_eq!(bent.iter().filter(|jwk| jwk["kid"] == *signing).count(), others, "{fault:?}");
    }
}

#[actix_web::test]
async fn answers_travel_as_they_are_bent() {
    let (demo, _) = start();
    let discovery = format!("{}/.well-known/openid-configuration", demo.issuer(Kind::Oidc));
    let answered = async |transport: Transport| {
        demo.knobs.bend([Fault::Transport(Endpoint::Discovery, transport)]);
        demo.http().send(get(&discovery)).await
    };
    assert_eq!(answered(Transport::Status(500)).await.unwrap().status(), 500);
    assert_eq!(answered(Transport::Answer(200, "text/html", b"\xff".to_vec())).await.unwrap().body(), b"\xff");
    assert_eq!(answered(Transport::MediaType("text/html")).await.unwrap().headers()["content-type"], "text/html");
    let moved = answered(Transport::Redirect(307)).await.unwrap();
    assert_eq!((moved.status().as_u16(), &moved.headers()["location"]), (307, &"/demo-id/elsewhere".parse().unwrap()));
    assert!(matches!(answered(Transport::Padded(5_000_000)).await, Err(OutboundError::TooLarge)));
    assert!(matches!(answered(Transport::Cut).await, Err(OutboundError::Broken(_))));
    assert_eq!(demo.asked(Endpoint::Discovery), 6);
    // our client does not unpack, and keeps to what came
    let bomb = answered(Transport::GzipBomb(20)).await.unwrap();
    assert!(bomb.body().len() < 200_000 && bomb.body().starts_with(&[0x1f, 0x8b]), "{}", bomb.body().len());
}

/// Both take as long as the client's patience; they are there at once.
#[actix_web::test]
async fn answers_that_never_end_are_there_too() {
    let (demo, _) = start();
    let discovery = format!("{}/.well-known/openid-configuration", demo.issuer(Kind::Oidc));
    demo.knobs.bend([Fault::Transport(Endpoint::Discovery, Transport::Trickle)]);
    let (first, second) = (demo.http(), demo.http());
    let trickled = first.send(get(&discovery));
    let (trickled, never) = futures_util::join!(trickled, async {
        demo.knobs.bend([
            Fault::Transport(Endpoint::Keys, Transport::Never),
            Fault::Transport(Endpoint::Discovery, Transport::Trickle),
        ]);
        second.send(get(&demo.simulator().endpoints(Kind::Oidc).keys)).await
    });
    assert!(matches!(trickled, Err(OutboundError::Timeout)), "{trickled:?}");
    assert!(matches!(never, Err(OutboundError::Timeout)), "{never:?}");
}
