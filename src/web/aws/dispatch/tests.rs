//! Dispatch: who may call what, and what an unknown operation is told.

use std::cell::Cell;

use futures_util::future::{LocalBoxFuture, ready};
use serde_json::{Value, json};

use super::dispatch;
use crate::domain::access_key::{AccessKey, AccessKeyId, Role};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::secret::Secret;
use crate::protocol::aws::error::{CognitoError, Exception};
use crate::protocol::aws::json::{Member, Structure};
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::sigv4::{RequestParts, Signer, amz_date};
use crate::web::aws::caller::{Admitted, Caller, Gate};
use crate::web::aws::operation::{Access, Operation, Reach, Row, Service};
use crate::web::aws::ops::ROWS;

const NOW: Micros = Micros::from_secs(1_795_435_200);
const SECRET: &str = "a-secret-of-the-usual-length-0123456789a";
const POOL: &str = "xx-local-1_AbCdEfGhI";

/// A server with four keys, which counts how often an operation ran.
#[derive(Default)]
struct Server {
    ran: Cell<u32>,
}

impl Gate for Server {
    fn admit(&self) -> Result<Admitted, CognitoError> {
        Ok(Box::new(|| ()))
    }

    fn now(&self) -> Micros {
        NOW
    }

    fn access_key<'a>(&'a self, id: &'a AccessKeyId) -> LocalBoxFuture<'a, Result<Option<AccessKey>, CognitoError>> {
        let (role, pool) = match id.0.as_str() {
            "ADMIN" => (Role::Admin, None),
            "OPERATOR" => (Role::Operator, None),
            "READER" => (Role::ReadOnly, None),
            "BOUND" => (Role::Admin, PoolId::parse(POOL)),
            _ => return Box::pin(ready(Ok(None))),
        };
        let secret = Secret::from(SECRET.to_owned());
        Box::pin(ready(Ok(Some(AccessKey { id: id.clone(), secret, role, pool, created_at: NOW }))))
    }
}

const ABOUT_A_POOL: &Structure = &Structure::new("AboutAPool", &[Member::required("UserPoolId", text::POOL_ID)]);
const ABOUT_NOTHING: &Structure = &Structure::new("AboutNothing", &[]);

fn run(server: &Server, caller: Caller, _: Value) -> LocalBoxFuture<'_, Result<Value, CognitoError>> {
    server.ran.set(server.ran.get() + 1);
    let who = match caller {
        Caller::Anyone => "anyone".to_owned(),
        Caller::Key(key) => key.id.0,
    };
    Box::pin(ready(Ok(json!({ "Who": who }))))
}

const fn row(name: &'static str, access: Access, request: &'static Structure) -> Operation<Server> {
    Operation { row: Row { service: Service::UserPools, name, access, request }, run }
}

static TABLE: &[Operation<Server>] = &[
    row("SignUp", Access::Public, ABOUT_NOTHING),
    row("CreateUserPool", Access::Signed(Role::Admin, Reach::Global), ABOUT_NOTHING),
    row("AdminDeleteUser", Access::Signed(Role::Operator, Reach::Pool), ABOUT_A_POOL),
    row("ListUsers", Access::Signed(Role::ReadOnly, Reach::Pool), ABOUT_A_POOL),
];

/// A call; `key` signs it.
struct Call<'a> {
    service: Service,
    target: &'a str,
    key: Option<(&'a str, &'a str)>,
    body: &'a [u8],
    content_type: &'a str,
}

impl<'a> Call<'a> {
    fn to(target: &'a str) -> Self {
        let body = format!("{{\"UserPoolId\":\"{POOL}\"}}").into_bytes().leak();
        Self { service: Service::UserPools, target, key: None, body, content_type: "application/x-amz-json-1.1" }
    }

    fn by(self, key: &'a str) -> Self {
        Self { key: Some((key, SECRET)), ..self }
    }

    fn with(self, body: &'a str) -> Self {
        Self { body: body.as_bytes(), ..self }
    }

    async fn send(&self, server: &Server) -> Result<Value, Exception> {
        self.send_to(server, TABLE).await.map_err(|error| error.exception())
    }

    async fn send_to(&self, server: &Server, table: &'static [Operation<Server>]) -> Result<Value, CognitoError> {
        let target = format!("{}.{}", self.service.target(), self.target);
        let date = amz_date(NOW);
        let mut headers: Vec<(&str, &[u8])> = vec![
            ("content-type", self.content_type.as_bytes()),
            ("host", b"auth.example.com"),
            ("x-amz-date", date.as_bytes()),
            ("x-amz-target", target.as_bytes()),
        ];
        let mut parts = RequestParts { method: "POST", query: "", headers: &headers, body: self.body };
        let authorization = self.key.map(|(access_key_id, secret)| {
            Signer { access_key_id, secret, region: "eu-west-1", service: "cognito-idp" }.authorization(&parts, NOW)
        });
        if let Some(authorization) = &authorization {
            headers.push(("authorization", authorization.as_bytes()));
            parts = RequestParts { method: "POST", query: "", headers: &headers, body: self.body };
        }
        let parts = RequestParts { headers: &headers, ..parts };
        dispatch(server, table, &parts).await
    }
}

#[actix_web::test]
async fn who_may_call_what() {
    let server = Server::default();
    for (target, key, refusal) in [
        ("SignUp", None, None),
        ("SignUp", Some("READER"), None),
        ("CreateUserPool", None, Some(Exception::MissingAuthenticationToken)),
        ("CreateUserPool", Some("ADMIN"), None),
        ("CreateUserPool", Some("OPERATOR"), Some(Exception::AccessDenied)),
        ("CreateUserPool", Some("READER"), Some(Exception::AccessDenied)),
        ("CreateUserPool", Some("BOUND"), Some(Exception::AccessDenied)),
        ("AdminDeleteUser", None, Some(Exception::MissingAuthenticationToken)),
        ("AdminDeleteUser", Some("ADMIN"), None),
        ("AdminDeleteUser", Some("OPERATOR"), None),
        ("AdminDeleteUser", Some("READER"), Some(Exception::AccessDenied)),
        ("AdminDeleteUser", Some("BOUND"), None),
        ("ListUsers", Some("READER"), None),
    ] {
        let body = if target == "SignUp" || target == "CreateUserPool" { "{}".to_owned() } else { pool_body(POOL) };
        let call = Call { key: key.map(|key| (key, SECRET)), ..Call::to(target).with(&body) };
        let before = server.ran.get();
        let outcome = call.send(&server).await;
        assert_eq!(outcome.as_ref().err(), refusal.as_ref(), "{target} by {key:?}");
        assert_eq!(server.ran.get() - before, u32::from(refusal.is_none()), "{target} by {key:?}");
        if let Ok(answer) = outcome {
            assert_eq!(answer["Who"], key.unwrap_or("anyone"));
        }
    }
}

fn pool_body(pool: &str) -> String {
    json!({ "UserPoolId": pool }).to_string()
}

#[actix_web::test]
async fn for_a_bound_key_other_pools_do_not_exist() {
    let server = Server::default();
    let body = pool_body("xx-local-1_ZzZzZzZzZ");
    let error = Call::to("ListUsers").by("BOUND").with(&body).send_to(&server, TABLE).await.unwrap_err();
    assert_eq!(error, CognitoError::pool_does_not_exist("xx-local-1_ZzZzZzZzZ"));
    assert_eq!(server.ran.get(), 0);
    let body = pool_body(POOL);
    assert!(Call::to("ListUsers").by("BOUND").with(&body).send(&server).await.is_ok());
}

#[actix_web::test]
async fn an_unknown_key_and_a_wrong_secret_are_told_the_same() {
    let server = Server::default();
    let mut answers = Vec::new();
    let dummy = crate::protocol::aws::sigv4::DUMMY_SECRET;
    for key in [("ADMIN", "wrong"), ("NOBODY", SECRET), ("NOBODY", dummy), ("ADMIN", dummy)] {
        let call = Call { key: Some(key), ..Call::to("ListUsers") };
        answers.push(call.send_to(&server, TABLE).await.unwrap_err());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(answers[0].exception(), Exception::InvalidSignature);
    assert_eq!(server.ran.get(), 0);
}

#[actix_web::test]
async fn a_signature_that_is_there_must_hold_even_where_none_is_asked_for() {
    let server = Server::default();
    let call = Call { key: Some(("ADMIN", "wrong")), ..Call::to("SignUp").with("{}") };
    assert_eq!(call.send(&server).await, Err(Exception::InvalidSignature));
    assert_eq!(server.ran.get(), 0);
}

#[actix_web::test]
async fn who_has_not_shown_a_key_learns_nothing_of_the_body() {
    let server = Server::default();
    let call = Call::to("ListUsers").with("this is not JSON");
    assert_eq!(call.send(&server).await, Err(Exception::MissingAuthenticationToken));
    let call = Call::to("ListUsers").by("READER").with("this is not JSON");
    assert_eq!(call.send(&server).await, Err(Exception::Serialization));
    let call = Call::to("ListUsers").by("READER").with("{\"UserPoolId\":\"a_b\",\"Extra\":1}");
    assert_eq!(call.send(&server).await, Err(Exception::InvalidParameter));
    assert_eq!(server.ran.get(), 0);
}

#[actix_web::test]
async fn unknown_targets_are_refused_and_missing_ones_of_cognito_honestly() {
    let server = Server::default();
    let error = Call::to("SetRiskConfiguration").send_to(&server, TABLE).await.unwrap_err();
    assert_eq!(error, CognitoError::operation_not_offered("SetRiskConfiguration"));
    for target in ["", "signUp", "SignUp.", "Drop", "../SignUp"] {
        assert_eq!(Call::to(target).send(&server).await, Err(Exception::UnknownOperation), "{target}");
    }
    let no_target = RequestParts { method: "POST", query: "", headers: &[], body: b"{}" };
    assert_eq!(dispatch(&server, TABLE, &no_target).await, Err(CognitoError::no_operation()));
    let target: &[u8] = b"AWSCognitoIdentityProviderService.SignUp";
    let headers = [("x-amz-target", target), ("x-amz-target", target), ("content-type", b"application/x-amz-json-1.1")];
    let twice = RequestParts { method: "POST", query: "", headers: &headers, body: b"{}" };
    assert_eq!(dispatch(&server, TABLE, &twice).await, Err(CognitoError::no_operation()));
    assert_eq!(server.ran.get(), 0);
}

#[actix_web::test]
async fn other_content_types_are_refused() {
    let server = Server::default();
    for content_type in ["text/plain", "application/json", "", "application/x-amz-json-1.0"] {
        let call = Call { content_type, ..Call::to("SignUp").with("{}") };
        assert_eq!(call.send(&server).await, Err(Exception::Serialization), "{content_type}");
    }
    let call = Call { content_type: "application/x-amz-json-1.1; charset=utf-8", ..Call::to("SignUp").with("{}") };
    assert!(call.send(&server).await.is_ok());
}

#[actix_web::test]
async fn over_http_the_body_is_bounded_and_errors_are_answers() {
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::web::{self, Payload};
    use actix_web::{App, HttpRequest};

    use crate::web::aws::door;

    let post = async |request: HttpRequest, payload: Payload| {
        let server = Server::default();
        door::post(&server, TABLE, &request, payload).await
    };
    let app = init_service(
        App::new().service(
            web::resource("/")
                .route(web::post().to(post))
                .route(web::method(actix_web::http::Method::OPTIONS).to(door::options)),
        ),
    )
    .await;
    let call = |body: Vec<u8>| {
        TestRequest::post()
            .uri("/")
            .insert_header(("x-amz-target", "AWSCognitoIdentityProviderService.SignUp"))
            .insert_header(("content-type", "application/x-amz-json-1.1"))
            .set_payload(body)
            .to_request()
    };
    assert_eq!(call_service(&app, call(b"{}".to_vec())).await.status(), 200);
    for body in [vec![b' '; (1 << 20) + 1], b"{\"a\"".to_vec(), b"{\"A\":1}".to_vec(), vec![0xff; 10]] {
        let answer = call_service(&app, call(body)).await;
        assert_eq!(answer.status(), 400);
        assert!(answer.headers().contains_key("x-amzn-errortype"));
    }
    let preflight = TestRequest::default().method(actix_web::http::Method::OPTIONS).uri("/").to_request();
    assert_eq!(call_service(&app, preflight).await.status(), 200);
}

/// Case 209, over the real table: its rows with an operation that only counts.
#[actix_web::test]
async fn no_signed_operation_runs_without_a_signature() {
    let rows: Vec<_> = ROWS.iter().map(|row| Operation { row: *row, run: run as _ }).collect();
    let table: &'static [Operation<Server>] = rows.leak();
    let server = Server::default();
    let mut signed = 0;
    for row in ROWS.iter().filter(|row| matches!(row.access, Access::Signed(..))) {
        let outcome = Call { service: row.service, ..Call::to(row.name) }.send_to(&server, table).await;
        assert_eq!(outcome, Err(CognitoError::missing_authentication_token()), "{}", row.name);
        signed += 1;
    }
    assert!(signed >= 26, "{signed}");
    assert_eq!(server.ran.get(), 0);
}
