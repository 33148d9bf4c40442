//! Signature V4 against published vectors, botocore's signatures, and every refusal.

use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use serde::Deserialize;

use super::canonical::{canonical_request, hex_sha256};
use super::{
    DUMMY_SECRET, ParsedAuthorization, RequestParts, SERVICES, SigV4Error, Signer, amz_date, is_signed, parse,
};
use crate::domain::clock::Micros;
use crate::protocol::aws::error::{CognitoError, Exception};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
/// 2026-11-23T12:00:00Z, the time of the fixtures.
const NOW: Micros = Micros::from_secs(1_795_435_200);
/// 2015-08-30T12:36:00Z, the time of the published examples.
const THEN: Micros = Micros::from_secs(1_440_938_160);

/// A request as a client sent it. The fixtures were signed by botocore 1.43; the published ones are Amazon's examples.
#[derive(Clone, Deserialize)]
struct Recorded {
    name: String,
    secret: String,
    method: String,
    #[serde(default)]
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Recorded {
    fn parse_for(&self, services: &[&str]) -> Result<ParsedAuthorization, SigV4Error> {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let body = self.body.as_bytes();
        parse(&RequestParts { method: &self.method, query: &self.query, headers: &headers, body }, services)
    }

    fn verify_at(&self, now: Micros) -> Result<(), SigV4Error> {
        self.parse_for(&SERVICES)?.verify(&self.secret, now)
    }

    fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    fn header(&self, name: &str) -> &str {
        &self.headers.iter().find(|(known, _)| known == name).unwrap().1
    }

    /// Replaces text in the authorization, which must be there.
    fn edit(&mut self, from: &str, to: &str) {
        let authorization = self.header("authorization").to_owned();
        assert!(authorization.contains(from), "{authorization}");
        self.set("authorization", &authorization.replacen(from, to, 1));
    }

    /// Signs the request as it stands, with a signer that has no scruples.
    fn sign_as(&mut self, scope: &str, signed: &[&str], date: &str) {
        let mut key = Key::new(HMAC_SHA256, format!("AWS4{SECRET}").as_bytes());
        for part in scope.split('/') {
            key = Key::new(HMAC_SHA256, sign(&key, part.as_bytes()).as_ref());
        }
        let headers: Vec<_> = signed.iter().map(|name| (*name, self.header(name))).collect();
        let canonical = canonical_request(&self.method, &headers, &hex_sha256(self.body.as_bytes()));
        let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex_sha256(canonical.as_bytes()));
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIAVESTIBULE0000001/{scope}, SignedHeaders={}, Signature={}",
            signed.join(";"),
            hex::encode(sign(&key, text.as_bytes()))
        );
        self.set("authorization", &authorization);
    }
}

fn recorded() -> Vec<Recorded> {
    serde_json::from_str(include_str!("testdata/botocore.json")).unwrap()
}

fn honest() -> Recorded {
    recorded().remove(0)
}

const SCOPE: &str = "20261123/us-east-1/cognito-idp/aws4_request";
const SIGNED: [&str; 4] = ["content-type", "host", "x-amz-date", "x-amz-target"];

#[test]
fn amazons_published_examples_verify() {
    let examples: Vec<Recorded> = serde_json::from_str(include_str!("testdata/published.json")).unwrap();
    assert_eq!(examples.len(), 6);
    for example in examples {
        let parsed = example.parse_for(&["service"]).unwrap();
        assert_eq!(parsed.access_key_id, "AKIDEXAMPLE");
        assert_eq!(parsed.verify(&example.secret, THEN), Ok(()), "{}", example.name);
        assert_eq!(parsed.verify(DUMMY_SECRET, THEN), Err(SigV4Error::Mismatch), "{}", example.name);
        assert!(matches!(example.parse_for(&SERVICES), Err(SigV4Error::Invalid(_))), "another service's scope");
    }
}

#[test]
fn requests_of_real_clients_verify_whatever_their_region() {
    for request in recorded() {
        assert_eq!(request.verify_at(NOW), Ok(()), "{}", request.name);
        let parsed = request.parse_for(&SERVICES).unwrap();
        assert_eq!(parsed.access_key_id, "AKIAVESTIBULE0000001");
        assert_eq!(parsed.verify(DUMMY_SECRET, NOW), Err(SigV4Error::Mismatch));
    }
}

#[test]
fn the_scruple_free_signer_of_these_tests_is_a_signer() {
    let mut request = honest();
    request.sign_as(SCOPE, &SIGNED, "20261123T120000Z");
    assert_eq!(request.header("authorization"), honest().header("authorization"));
}

#[test]
fn our_signer_signs_as_real_clients_do() {
    let headers: Vec<_> = SIGNED.iter().map(|name| (*name, honest().header(name).as_bytes().to_vec())).collect();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_slice())).collect();
    let signer =
        Signer { access_key_id: "AKIAVESTIBULE0000001", secret: SECRET, region: "us-east-1", service: "cognito-idp" };
    let body = honest().body;
    let parts = RequestParts { method: "POST", query: "", headers: &headers, body: body.as_bytes() };
    assert_eq!(signer.authorization(&parts, NOW), honest().header("authorization"));
    assert_eq!(amz_date(NOW), honest().header("x-amz-date"));
}

#[test]
fn the_clock_may_be_off_by_five_minutes_and_no_more() {
    for (skew, holds) in [(0, true), (300, true), (-300, true), (301, false), (-301, false), (86_400, false)] {
        assert_eq!(honest().verify_at(NOW.plus_secs(skew)).is_ok(), holds, "{skew}");
    }
    let late = honest().verify_at(NOW.plus_secs(301)).unwrap_err().to_string();
    assert_eq!(
        late,
        "Signature expired: 20261123T120000Z is now earlier than 20261123T120001Z (20261123T120501Z - 5 min.)"
    );
    let early = honest().verify_at(NOW.plus_secs(-301)).unwrap_err().to_string();
    assert!(early.starts_with("Signature not yet current: 20261123T120000Z is still later than"), "{early}");
}

#[test]
fn whatever_is_changed_under_the_signature_breaks_it() {
    let changes: [fn(&mut Recorded); 6] = [
        |r| r.body = r.body.replace("10", "11"),
        |r| r.set("x-amz-target", "AWSCognitoIdentityProviderService.DeleteUserPool"),
        |r| r.set("host", "auth.example.org"),
        |r| r.set("x-amz-date", "20261123T120001Z"),
        |r| r.method = "PUT".to_owned(),
        |r| r.edit("us-east-1", "us-east-2"),
    ];
    for (i, change) in changes.iter().enumerate() {
        let mut request = honest();
        change(&mut request);
        assert_eq!(request.verify_at(NOW), Err(SigV4Error::Mismatch), "{i}");
    }
}

#[test]
fn scopes_are_read_strictly() {
    for (from, to) in [
        ("cognito-idp", "s3"),
        ("cognito-idp", "Cognito-idp"),
        ("aws4_request", "aws5_request"),
        ("/20261123/", "/20261122/"),
        ("/20261123/", "/2026112/"),
        ("/20261123/", "/+0261123/"),
        ("/us-east-1/", "//"),
        ("/us-east-1/", "/us east/"),
        ("/aws4_request", ""),
        ("/aws4_request", "/aws4_request/more"),
        ("AKIAVESTIBULE0000001", ""),
        ("AKIAVESTIBULE0000001", "AKIA'--"),
    ] {
        let mut request = honest();
        request.edit(from, to);
        let error = request.verify_at(NOW).unwrap_err();
        assert!(matches!(error, SigV4Error::Invalid(_) | SigV4Error::Incomplete(_)), "{from} → {to}: {error:?}");
    }
}

#[test]
fn the_authorization_header_is_read_strictly() {
    for (from, to) in [
        ("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA512 "),
        ("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256"),
        ("AWS4-HMAC-SHA256 ", "Bearer "),
        ("Credential=", "credential="),
        (", SignedHeaders=", ", Credential=x, SignedHeaders="),
        (", SignedHeaders=", ", Extra=1, SignedHeaders="),
        (", SignedHeaders=", ",, SignedHeaders="),
        ("content-type;host;x-amz-date;x-amz-target", ""),
        ("content-type;host;x-amz-date;x-amz-target", "host;content-type;x-amz-date;x-amz-target"),
        ("content-type;host;x-amz-date;x-amz-target", "Content-Type;host;x-amz-date;x-amz-target"),
        ("content-type;host;x-amz-date;x-amz-target", "content-type;host;host;x-amz-date;x-amz-target"),
        ("content-type;host;x-amz-date;x-amz-target", "content-type;host;x-amz-date;x-amz-target;"),
        ("Signature=b5d8", "Signature=B5D8"),
        ("Signature=b5d8", "Signature=b5d"),
        ("Signature=b5d8", "Signature=b5d8b5d8"),
        ("Signature=b5d8", "Signature=zzzz"),
    ] {
        let mut request = honest();
        request.edit(from, to);
        assert!(matches!(request.verify_at(NOW), Err(SigV4Error::Incomplete(_))), "{from} → {to}");
    }
}

#[test]
fn what_must_be_signed_is_asked_for_even_of_a_good_signature() {
    for missing in ["host", "x-amz-target", "x-amz-date"] {
        let mut request = honest();
        let signed: Vec<_> = SIGNED.into_iter().filter(|name| *name != missing).collect();
        request.sign_as(SCOPE, &signed, "20261123T120000Z");
        let error = request.verify_at(NOW).unwrap_err();
        assert_eq!(
            error,
            SigV4Error::Invalid(format!("'{missing}' must be a 'SignedHeader' in the AWS Authorization."))
        );
    }
    let mut request = honest();
    request.set("x-amz-anything", "unsigned");
    assert!(matches!(request.verify_at(NOW), Err(SigV4Error::Invalid(_))));
}

#[test]
fn a_signed_header_stands_in_the_request_exactly_once() {
    for name in ["host", "x-amz-target", "x-amz-date", "content-type", "authorization"] {
        let mut twice = honest();
        let value = twice.header(name).to_owned();
        twice.headers.push((name.to_owned(), value));
        assert!(matches!(twice.verify_at(NOW), Err(SigV4Error::Incomplete(_))), "{name} twice");
    }
    for name in ["host", "x-amz-target", "content-type"] {
        let mut absent = honest();
        absent.headers.retain(|(known, _)| known != name);
        assert_eq!(
            absent.verify_at(NOW),
            Err(SigV4Error::Invalid(format!("The signed header '{name}' is not in the request."))),
        );
    }
}

#[test]
fn the_body_hash_is_the_hash_of_the_body() {
    let signed = ["content-type", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-target"];
    let hash = hex_sha256(honest().body.as_bytes());
    let cases = [
        (hash.as_str(), true),
        ("UNSIGNED-PAYLOAD", false),
        ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", false),
        ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", false),
        ("", false),
    ];
    for (stated, holds) in cases {
        let mut request = honest();
        request.set("x-amz-content-sha256", stated);
        request.sign_as(SCOPE, &signed, "20261123T120000Z");
        assert_eq!(request.verify_at(NOW).is_ok(), holds, "{stated}");
    }
}

#[test]
fn the_date_header_serves_alone_and_must_agree_beside_the_other() {
    let signed = ["content-type", "date", "host", "x-amz-target"];
    let mut alone = honest();
    alone.headers.retain(|(name, _)| name != "x-amz-date");
    alone.set("date", "Mon, 23 Nov 2026 12:00:00 GMT");
    alone.sign_as(SCOPE, &signed, "20261123T120000Z");
    assert_eq!(alone.verify_at(NOW), Ok(()));

    let mut agreeing = honest();
    agreeing.set("date", "Mon, 23 Nov 2026 12:00:00 GMT");
    assert_eq!(agreeing.verify_at(NOW), Ok(()));
    for other in ["Mon, 23 Nov 2026 12:00:01 GMT", "yesterday"] {
        let mut differing = honest();
        differing.set("date", other);
        assert!(differing.verify_at(NOW).is_err(), "{other}");
    }

    let mut none = honest();
    none.headers.retain(|(name, _)| name != "x-amz-date");
    assert!(matches!(none.verify_at(NOW), Err(SigV4Error::Incomplete(_))));
    for odd in ["20261123T1200000", "20261123120000Z", "20261123T120000", "20261323T120000Z", "+2026112T120000Z"] {
        let mut request = honest();
        request.set("x-amz-date", odd);
        assert!(request.verify_at(NOW).is_err(), "{odd}");
    }
}

#[test]
fn presigned_queries_and_session_tokens_are_refused() {
    let mut presigned = honest();
    presigned.query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00".to_owned();
    assert_eq!(presigned.verify_at(NOW), Err(SigV4Error::Presigned));
    presigned.query = "a=b".to_owned();
    assert_eq!(presigned.verify_at(NOW), Err(SigV4Error::Query));

    let mut session = honest();
    session.set("x-amz-security-token", "token");
    let signed = ["content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"];
    session.sign_as(SCOPE, &signed, "20261123T120000Z");
    assert_eq!(session.verify_at(NOW), Err(SigV4Error::SessionToken));
}

#[test]
fn no_authorization_is_missing_and_not_incomplete() {
    let mut request = honest();
    request.headers.retain(|(name, _)| name != "authorization");
    let error = request.verify_at(NOW).unwrap_err();
    assert_eq!(CognitoError::from(error).exception(), Exception::MissingAuthenticationToken);
    let headers: Vec<_> = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    assert!(!is_signed(&RequestParts { method: "POST", query: "", headers: &headers, body: b"" }));
}
