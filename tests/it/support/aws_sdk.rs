//! A program that speaks Cognito's API, with a key or without one.

use std::sync::Arc;

use actix_web::test::TestRequest;
use serde_json::Value;
use vestibule::domain::access_key::AccessKey;
use vestibule::domain::clock::{Clock as _, ManualClock};
use vestibule::domain::secret::ExposeSecret as _;
use vestibule::protocol::aws::sigv4::{RequestParts, Signer, amz_date};

use super::answer::Answer;
use super::app::TestApp;
use super::canaries;
use super::node::{HOST, Node};

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// A program that speaks Cognito's API.
#[derive(Clone)]
pub(crate) struct AwsSdk {
    node: Node,
    clock: Arc<ManualClock>,
    key: Option<(String, String)>,
    headers: Vec<(&'static str, &'static str)>,
}

impl TestApp {
    /// A program that holds an access key.
    pub(crate) fn aws_sdk(&self, key: &AccessKey) -> AwsSdk {
        let key = (key.id.to_string(), key.secret.expose_secret().to_owned());
        canaries::add(&key.1);
        AwsSdk { key: Some(key), ..self.anonymous() }
    }
}

impl AwsSdk {
    /// A program without a key.
    pub(crate) fn anonymous(node: Node, clock: Arc<ManualClock>) -> Self {
        Self { node, clock, key: None, headers: Vec::new() }
    }

    /// The same program, answered by another node.
    #[must_use]
    pub(crate) fn through(mut self, node: &Node) -> Self {
        self.node = node.clone();
        self
    }

    /// The same program with more headers, which it does not sign.
    #[must_use]
    pub(crate) fn with_headers(mut self, headers: &[(&'static str, &'static str)]) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Calls an operation of the user-pools API.
    pub(crate) async fn call(&self, operation: &str, input: &Value) -> Answer {
        self.call_target(&format!("AWSCognitoIdentityProviderService.{operation}"), input).await
    }

    /// Calls an operation by its full name.
    pub(crate) async fn call_target(&self, target: &str, input: &Value) -> Answer {
        let body = input.to_string();
        let now = self.clock.now();
        let mut headers = vec![
            ("content-type", CONTENT_TYPE.to_owned()),
            ("host", HOST.to_owned()),
            ("x-amz-date", amz_date(now)),
            ("x-amz-target", target.to_owned()),
        ];
        if let Some((id, secret)) = &self.key {
            let to_sign: Vec<(&str, &[u8])> = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
            let parts = RequestParts { method: "POST", query: "", headers: &to_sign, body: body.as_bytes() };
            let signer = Signer { access_key_id: id, secret, region: "xx-local-1", service: "cognito-idp" };
            headers.push(("authorization", signer.authorization(&parts, now)));
        }
        let mut request = TestRequest::post().uri("/").set_payload(body);
        for (name, value) in headers {
            request = request.insert_header((name, value));
        }
        for header in &self.headers {
            request = request.insert_header(*header);
        }
        self.node.send_raw(request).await
    }
}
