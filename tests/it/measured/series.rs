//! The series move when what they count happens, and nobody from outside can make one.

use std::collections::BTreeSet;
use std::path::Path;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use metrics_exporter_prometheus::PrometheusRecorder;
use serde_json::json;
use vestibule::domain::risk::Mode;
use vestibule::flows::health::observe;
use vestibule::meters::{self, Series};
use vestibule::telemetry::metrics::recorder;

use super::collected::Collected;
use crate::support::people::PASSWORD;
use crate::support::{TestApp, TokenSet};

/// Series that need what a test in one thread on one machine has not: rivals for the database, hashing threads that collect for this test, a
/// certificate, a database with a clock of its own, the start of a process.
const ELSEWHERE: [&str; 10] = [
    "vestibule_sms_total",
    "vestibule_sms_parts_total",
    "vestibule_database_retries_total",
    "vestibule_hash_wait_seconds",
    "vestibule_hash_seconds",
    "vestibule_hashes_shed_total",
    "vestibule_certificate_left_seconds",
    "vestibule_database_clock_skew_seconds",
    "vestibule_build_info",
    "process_start_time_seconds",
];

/// Somebody signs in at the pages and over the API, mistypes, refreshes, comes back with an old token, asks for a mail.
async fn an_ordinary_day(app: &TestApp) {
    let (ada, bob) = (app.person("ada").await, app.person("bob").await);
    let client = app.app_client();
    let mut browser = app.browser();
    let tokens = client.sign_in(&app.client, &mut browser, &ada).await;
    assert_eq!(client.refresh("not a refresh token").await.code(), 400);
    let newer = TokenSet::of(&client.refresh(&tokens.refresh).await);
    TokenSet::of(&client.refresh(&tokens.refresh).await);
    app.advance_secs(3600);
    let newest = TokenSet::of(&client.refresh(&newer.refresh).await);
    app.advance_secs(3600);
    assert_eq!(client.refresh(&newer.refresh).await.code(), 400, "too late: the family dies");
    assert_eq!(client.refresh(&newest.refresh).await.code(), 400);

    let sign_in = |password: &str| {
        json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": app.client.id.as_str(),
                "AuthParameters": { "USERNAME": bob.username, "PASSWORD": password } })
    };
    let sdk = app.anonymous();
    assert_eq!(sdk.call("InitiateAuth", &sign_in(PASSWORD)).await.code(), 200);
    for _ in 0..6 {
        assert_eq!(sdk.call("InitiateAuth", &sign_in("wrong")).await.code(), 400);
    }
    let forgot = json!({ "ClientId": app.client.id.as_str(), "Username": ada.username });
    assert_eq!(sdk.call("ForgotPassword", &forgot).await.code(), 200);
    app.node().run_jobs().await;
    assert_eq!(app.node().send(TestRequest::get().uri("/nothing/here")).await.code(), 404);
    observe(&app.deps()).await;
}

async fn collected(recorder: &PrometheusRecorder) -> (TestApp, Collected) {
    let app = TestApp::setup().pool(|pool| pool.risk.mode = Mode::Audit).start().await;
    an_ordinary_day(&app).await;
    (app, Collected::of(recorder))
}

#[actix_web::test]
async fn what_happens_is_counted() {
    let recorder = recorder().unwrap();
    let _collecting = metrics::set_default_local_recorder(&recorder);
    let (_app, day) = collected(&recorder).await;
    for (sample, expected) in [
        ("vestibule_sign_ins_total{outcome=\"completed\"}", 2.0),
        ("vestibule_sign_ins_total{outcome=\"wrong\"}", 5.0),
        ("vestibule_sign_ins_total{outcome=\"locked\"}", 1.0),
        ("vestibule_limit_refusals_total{limit=\"sign_in\"}", 1.0),
        ("vestibule_tokens_issued_total{grant=\"authorization_code\"}", 1.0),
        ("vestibule_tokens_issued_total{grant=\"refresh_token\"}", 3.0),
        ("vestibule_tokens_issued_total{grant=\"direct\"}", 1.0),
        ("vestibule_token_refusals_total{error=\"invalid_grant\"}", 3.0),
        ("vestibule_refresh_reuse_total{outcome=\"replayed\"}", 1.0),
        ("vestibule_refresh_reuse_total{outcome=\"killed\"}", 1.0),
        ("vestibule_mails_total{outcome=\"delivered\"}", 1.0),
        ("vestibule_outbox_length", 0.0),
        ("vestibule_database_up", 1.0),
        ("vestibule_http_requests_total{door=\"none\",route=\"none\",method=\"GET\",status=\"4xx\"}", 1.0),
        ("vestibule_http_requests_total{door=\"aws\",route=\"/\",method=\"POST\",status=\"4xx\"}", 6.0),
        ("vestibule_http_request_seconds_count{door=\"aws\",route=\"/\"}", 8.0),
    ] {
        assert!((day.value(sample) - expected).abs() < 0.5, "{sample}: {} in\n{}", day.value(sample), day.0);
    }
    assert!(day.value("vestibule_database_statements_total{kind=\"write\"}") > 10.0);
    assert!(day.value("process_open_fds") > 0.0 || !cfg!(target_os = "linux"));
}

#[actix_web::test]
async fn every_series_of_the_list_is_collected_and_no_other() {
    let recorder = recorder().unwrap();
    let _collecting = metrics::set_default_local_recorder(&recorder);
    let (_app, day) = collected(&recorder).await;
    let listed: BTreeSet<String> = Series::ALL.iter().map(|series| series.name.to_owned()).collect();
    let elsewhere: BTreeSet<String> = ELSEWHERE.iter().map(|name| (*name).to_owned()).collect();
    let collected = day.names();
    assert_eq!(&collected - &elsewhere, &listed - &elsewhere);
    assert!(collected.is_subset(&listed) && elsewhere.is_subset(&listed));
    let labels: BTreeSet<&str> = Series::ALL.iter().flat_map(|series| series.labels.iter().copied()).collect();
    assert!(labels.iter().all(|label| *label == "version" || !day.values(label).is_empty()));
}

/// Lesson L14: whatever strangers send, the number of series stays.
#[actix_web::test]
async fn t_metric_series_count_bounded_under_random_clients() {
    let recorder = recorder().unwrap();
    let _collecting = metrics::set_default_local_recorder(&recorder);
    let app = TestApp::start().await;
    let mut counts = Vec::new();
    for round in 0..3 {
        for n in 0..100 {
            send_whatever(&app, &format!("zq{round}x{n}")).await;
        }
        let now = Collected::of(&recorder);
        assert!(!now.0.contains("zq"), "a stranger's word is in a series:\n{}", now.0);
        counts.push(now.samples().len());
    }
    // by then every limit has spoken, too
    assert_eq!(counts[1], counts[2], "the same kinds of requests make no new series");
    assert!(counts[2] < 1000, "{counts:?}");
}

/// A request of each kind, with a word of its own wherever one fits.
async fn send_whatever(app: &TestApp, word: &str) {
    let node = app.node();
    let method = Method::from_bytes(word.to_uppercase().replace("ZQ", "zq").as_bytes()).unwrap();
    for path in [
        format!("/{word}"),
        format!("/xx-local-1_{word}/login"),
        format!("/static/{word}"),
        format!("/theme/{word}.css"),
    ] {
        node.send(TestRequest::get().uri(&path)).await;
        node.send(TestRequest::with_uri(&path).method(method.clone())).await;
    }
    node.send(TestRequest::get().uri(&format!("/oauth2/authorize?client_id={word}&response_type={word}"))).await;
    node.send_raw(TestRequest::get().uri("/login").insert_header(("host", format!("{word}.test")))).await;
    let client = app.app_client();
    client.token(&[("grant_type", word), ("client_id", client.id.as_str())]).await;
    client.token(&[("grant_type", "refresh_token"), ("client_id", word), ("refresh_token", word)]).await;
    let sdk = app.anonymous();
    sdk.call(word, &json!({})).await;
    let input = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": app.client.id.as_str(),
                        "AuthParameters": { "USERNAME": word, "PASSWORD": word } });
    sdk.call("InitiateAuth", &input).await;
}

/// The page lists what there is, in the words of the code.
#[test]
fn the_reference_page_lists_every_series() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/metrics.md");
    let page = std::fs::read_to_string(path).unwrap();
    assert!(page.contains(&meters::reference()), "the table must be:\n{}", meters::reference());
}
