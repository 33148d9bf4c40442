//! Signatures over HTTP (group X). The vectors of the signing scheme itself stand beside its code.

use actix_web::test::TestRequest;
use serde_json::json;

use vestibule::domain::access_key::{AccessKey, AccessKeyId, Role};
use vestibule::domain::clock::Micros;
use vestibule::domain::secret::ExposeSecret as _;
use vestibule::flows::manage::access_keys;
use vestibule::protocol::aws::sigv4::{RequestParts, Signer, amz_date};
use vestibule::storage::{StorageError, Tx};

use super::{done, exception, said};
use crate::support::node::{HOST, Node};
use crate::support::{Answer, TestApp};

const DELETE: &str = "AWSCognitoIdentityProviderService.AdminDeleteUser";
const GET: &str = "AWSCognitoIdentityProviderService.AdminGetUser";

/// A signed request, taken apart so that it can be tampered with.
#[derive(Clone)]
struct Signed {
    headers: Vec<(String, String)>,
    body: String,
    uri: String,
}

impl Signed {
    fn new(key: &AccessKey, target: &str, body: &str, now: Micros) -> Self {
        Self::scoped(key, target, body, now, "cognito-idp")
    }

    fn scoped(key: &AccessKey, target: &str, body: &str, now: Micros, service: &str) -> Self {
        let date = amz_date(now);
        let mut headers: Vec<(String, String)> = [
            ("content-type", "application/x-amz-json-1.1"),
            ("host", HOST),
            ("x-amz-date", date.as_str()),
            ("x-amz-target", target),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let to_sign: Vec<(&str, &[u8])> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let parts = RequestParts { method: "POST", query: "", headers: &to_sign, body: body.as_bytes() };
        let secret = key.secret.expose_secret();
        let signer = Signer { access_key_id: &key.id.0, secret, region: "eu-west-1", service };
        let authorization = signer.authorization(&parts, now);
        headers.push(("authorization".to_owned(), authorization));
        Self { headers, body: body.to_owned(), uri: "/".to_owned() }
    }

    fn with_header(mut self, name: &str, change: impl FnOnce(&str) -> String) -> Self {
        let (_, value) = self.headers.iter_mut().find(|(known, _)| known == name).unwrap();
        *value = change(value);
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    fn and(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    async fn send(self, app: &TestApp) -> Answer {
        self.send_to(&app.node()).await
    }

    async fn send_to(self, node: &Node) -> Answer {
        let mut request = TestRequest::post().uri(&self.uri).set_payload(self.body);
        for (name, value) in self.headers {
            request = request.append_header((name, value));
        }
        node.send_raw(request).await
    }
}

/// Cases 206 and 207: whatever of a captured request is changed, it is refused, and the user is still there.
#[actix_web::test]
async fn a_changed_request_is_refused() {
    let app = TestApp::start().await;
    let other = app.add_pool("Theirs").await;
    app.person("ada").await;
    app.person_in(&other, "ada").await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let body = json!({ "UserPoolId": app.pool.id.as_str(), "Username": "ada" }).to_string();
    let elsewhere = body.replace(app.pool.id.as_str(), other.id.as_str());
    let now = app.now();
    let get = Signed::new(&key, GET, &body, now);
    let delete = Signed::new(&key, DELETE, &body, now);
    let before = app.state_but(&[]).await;
    let cases: Vec<(&str, Signed)> = vec![
        ("another operation", get.clone().with_header("x-amz-target", |_| DELETE.to_owned())),
        ("another pool", Signed { body: elsewhere, ..delete.clone() }),
        ("one more space", Signed { body: format!("{body} "), ..delete.clone() }),
        ("another date", delete.clone().with_header("x-amz-date", |_| amz_date(now.plus_secs(1)))),
        ("no date", delete.clone().without("x-amz-date")),
        ("an unsigned header of ours", delete.clone().and("x-amz-security-token", "token")),
        ("the target twice", delete.clone().and("x-amz-target", GET)),
        ("a query", Signed { uri: "/?a=b".to_owned(), ..delete.clone() }),
        ("the target not signed", unsigned(&delete, "x-amz-target;", "")),
        ("the host not signed", unsigned(&delete, "host;", "")),
        ("another order of headers", unsigned(&delete, "content-type;host;", "host;content-type;")),
        ("upper case", unsigned(&delete, "content-type;host;", "Content-Type;host;")),
        ("a header that is not there", unsigned(&delete, "host;", "host;x-amz-content-sha256;")),
        ("another region", unsigned(&delete, "/eu-west-1/", "/us-east-1/")),
        ("another service", Signed::scoped(&key, DELETE, &body, now, "s3")),
        ("the body not signed", delete.clone().and("x-amz-content-sha256", "UNSIGNED-PAYLOAD")),
        ("half a header", delete.clone().with_header("authorization", |value| value[..60].to_owned())),
        ("no credential", delete.clone().with_header("authorization", |_| "AWS4-HMAC-SHA256".to_owned())),
        ("another scheme", delete.clone().with_header("authorization", |_| "Bearer token".to_owned())),
        ("two authorizations", delete.clone().and("authorization", "AWS4-HMAC-SHA256 Credential=a")),
        ("no signature", delete.clone().without("authorization")),
    ];
    for (why, request) in cases {
        let answer = request.send(&app).await;
        assert_eq!(answer.code(), 400, "{why}: {answer:?}");
        let exceptions = [
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "UnrecognizedClientException",
            "MissingAuthenticationTokenException",
            "UnknownOperationException",
        ];
        assert!(exceptions.contains(&exception(&answer).as_str()), "{why}: {answer:?}");
    }
    assert_eq!(app.state_but(&[]).await, before);
    done(&get.send(&app).await);
    done(&delete.send(&app).await);
}

fn unsigned(request: &Signed, part: &str, other: &str) -> Signed {
    let changed = request.clone().with_header("authorization", |value| value.replacen(part, other, 1));
    // What is not in the list cannot be taken out of it: the case would mean nothing.
    let is_same = changed.headers == request.headers;
    if is_same {
        request.clone().with_header("authorization", |value| value.replace(part.trim_matches(';'), other))
    } else {
        changed
    }
}

/// Cases 206 and 207: five minutes either way, to the second, on every node.
#[actix_web::test]
async fn a_request_is_good_for_five_minutes() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let key = access_keys::create(&app.deps(), Role::ReadOnly, None).await.unwrap();
    let body = json!({ "UserPoolId": app.pool.id.as_str(), "Username": "ada" }).to_string();
    for (offset, is_good) in [(-301, false), (-300, true), (0, true), (300, true), (301, false)] {
        let answer = Signed::new(&key, GET, &body, app.now().plus_secs(offset)).send(&app).await;
        let expected = if is_good { "" } else { "InvalidSignatureException" };
        assert_eq!(exception(&answer), expected, "{offset} s");
    }
    let captured = Signed::new(&key, GET, &body, app.now());
    let second = app.second_node().await;
    app.advance_secs(301);
    for node in [&app.node(), &second] {
        assert_eq!(exception(&captured.clone().send_to(node).await), "InvalidSignatureException");
    }
}

/// Case 208: an unknown key costs what a wrong secret does, once each was asked for.
#[actix_web::test]
async fn an_unknown_key_costs_what_a_wrong_secret_costs() {
    let app = TestApp::start().await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let forged = AccessKey { secret: "not the secret".into(), ..key.clone() };
    let unknown = AccessKey { id: AccessKeyId("AKIAUNKNOWNUNKNOWN00".to_owned()), ..forged.clone() };
    let mut costs = Vec::new();
    for wrong in [&forged, &unknown, &forged, &unknown] {
        let before = app.statements();
        let answer = app.aws_sdk(wrong).call("ListUserPools", &json!({ "MaxResults": 1 })).await;
        assert_eq!(exception(&answer), "InvalidSignatureException");
        let spent = app.statements().since(before);
        costs.push((spent.reads, spent.writes));
    }
    assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
}

/// Case 208: an unknown key and a wrong secret are one answer, and a key that was taken away is unknown at once.
#[actix_web::test]
async fn a_key_that_was_taken_away_is_unknown_on_both_nodes() {
    let app = TestApp::start().await;
    let node = app.second_node().await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let forged = AccessKey { secret: "not the secret".into(), ..key.clone() };
    let unknown = AccessKey { id: AccessKeyId("AKIAUNKNOWNUNKNOWN00".to_owned()), ..key.clone() };
    let input = json!({ "MaxResults": 1 });
    let wrong = app.aws_sdk(&forged).call("ListUserPools", &input).await;
    assert_eq!(exception(&wrong), "InvalidSignatureException");
    assert_eq!(said(&app.aws_sdk(&unknown).call("ListUserPools", &input).await), said(&wrong));
    done(&app.aws_sdk(&key).call("ListUserPools", &input).await);
    done(&app.aws_sdk(&key).through(&node).call("ListUserPools", &input).await);

    let remove = async |tx: &Tx| -> Result<bool, StorageError> { tx.access_keys().remove(&key.id.0).await };
    assert!(app.deps().storage.unit(remove).await.unwrap());
    for sdk in [app.aws_sdk(&key), app.aws_sdk(&key).through(&node)] {
        assert_eq!(said(&sdk.call("ListUserPools", &input).await), said(&wrong));
    }
}

/// Case 210: the secret of a key is nowhere in the database.
#[actix_web::test]
async fn the_secret_of_a_key_is_sealed_at_rest() {
    let app = TestApp::start().await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let dump = app.dump(&["access_keys", "events"]).await;
    assert!(dump.contains(&key.id.0) && !dump.contains(key.secret.expose_secret()));
}
