//! What is asked of a provider, how often, and for how long it does without.

use futures_util::future::join_all;
use vestibule::domain::provider::ProviderType;
use vestibule::federation::Fault;
use vestibule::simulator::{self as demo, Endpoint, Kind, PEOPLE, Transport};

use super::{Trial, fault};

#[actix_web::test]
async fn many_who_set_out_at_once_ask_once() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    let all = join_all((0..200).map(|_| trial.depart(&provider))).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(trial.demo.asked(Endpoint::Discovery), 1);
}

/// Those who wait for an answer that does not come do not each ask again.
#[actix_web::test]
async fn a_provider_that_is_down_is_asked_once_for_all_and_again_after_a_while() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    trial.demo.knobs.bend([demo::Fault::Transport(Endpoint::Discovery, Transport::Status(503))]);
    let all = join_all((0..200).map(|_| trial.depart(&provider))).await;
    assert!(all.into_iter().all(|gone| fault(gone) == Fault::ProviderError));
    assert_eq!(trial.demo.asked(Endpoint::Discovery), 1);
    trial.demo.knobs.straighten();
    assert_eq!(fault(trial.depart(&provider).await), Fault::ProviderError, "it is remembered");
    trial.clock.advance_secs(6);
    let url = trial.depart(&provider).await.unwrap();
    assert!(url.as_str().starts_with(&trial.demo.issuer(Kind::Oidc)), "and not for long: {url}");
}

#[actix_web::test]
async fn what_is_known_is_used_for_a_day_while_the_provider_is_down() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    trial.travel(&provider, &PEOPLE[0]).await.unwrap();
    let broken = [Endpoint::Discovery, Endpoint::Keys];
    trial.demo.knobs.bend(broken.map(|endpoint| demo::Fault::Transport(endpoint, Transport::Status(500))));
    for hours in [1, 12, 23] {
        trial.clock.set(super::NOW.plus_secs(hours * 3600));
        let upstream = trial.travel(&provider, &PEOPLE[0]).await.unwrap();
        assert_eq!(upstream.subject, Kind::Oidc.subject(&PEOPLE[0]), "after {hours} hours");
    }
    trial.clock.set(super::NOW.plus_secs(25 * 3600));
    assert_eq!(fault(trial.depart(&provider).await), Fault::ProviderError);
}

/// Case 180.
#[actix_web::test]
async fn documents_that_are_too_large_are_not_kept() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    for bytes in [200 * 1024, 2 * 1024 * 1024] {
        trial.demo.knobs.bend([demo::Fault::Transport(Endpoint::Discovery, Transport::Padded(bytes))]);
        assert_eq!(fault(trial.depart(&provider).await), Fault::Malformed, "{bytes}");
        trial.clock.advance_secs(6);
    }
    trial.demo.knobs.bend([demo::Fault::Transport(Endpoint::Discovery, Transport::GzipBomb(50))]);
    assert_eq!(fault(trial.depart(&provider).await), Fault::Malformed, "nothing is unpacked");
}

/// Case 199: a secret goes where it belongs, and not on from there.
#[actix_web::test]
async fn no_redirect_is_followed() {
    let trial = Trial::start();
    let provider = trial.provider(ProviderType::Oidc, &[]);
    for status in [301, 302, 303, 307, 308] {
        trial.demo.knobs.bend([demo::Fault::Transport(Endpoint::Token, Transport::Redirect(status))]);
        let before = trial.demo.asked(Endpoint::Token);
        assert!(trial.travel(&provider, &PEOPLE[0]).await.is_err(), "{status}");
        assert_eq!(trial.demo.asked(Endpoint::Token), before + 1);
    }
}
