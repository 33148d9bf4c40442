//! Text messages as a gateway sees them: what is posted in each shape, how it is signed, and what becomes of its answer.
//! The signatures are computed here once more, from the bytes that came over the wire.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::JoinHandle;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;
use vestibule::crypto::webhook::WebhookKey;
use vestibule::domain::clock::Micros;
use vestibule::domain::secret::Secret;
use vestibule::messaging::sms::Text;
use vestibule::messaging::{Gateway, GatewayShape, SendError, SmsSender};
use vestibule::outbound::{HttpClient, Reach};

use super::listening::HANG;

const TO: &str = "+4915112345678";
const SAID: &str = "391204 is your Bücher & Söhne code";
const WEBHOOK: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// 2027-01-15T08:00:00Z.
const NOW: Micros = Micros(1_800_000_000_000_000);

/// A gateway that answers one call.
struct Sink {
    address: SocketAddr,
    thread: JoinHandle<Heard>,
}

/// What it was sent.
#[derive(Debug)]
struct Heard {
    line: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Heard {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn form(&self) -> BTreeMap<String, String> {
        form_urlencoded::parse(&self.body).into_owned().collect()
    }
}

impl Sink {
    #[expect(clippy::disallowed_methods, reason = "the other side, which answers while the client waits")]
    fn start(answer: &'static str) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let thread = std::thread::spawn(move || hear(&socket.accept().unwrap().0, answer));
        Self { address, thread }
    }

    /// Sends one text message to this sink at `path`.
    async fn send(self, path: &str, shape: GatewayShape, from: &str) -> (Result<(), SendError>, Heard) {
        let url = format!("http://{}{path}", self.address).parse().unwrap();
        let reach = Reach { networks: vec!["127.0.0.0/8".parse().unwrap()], ..Reach::default() };
        let gateway = Gateway::new(HttpClient::new(&reach).unwrap(), url, shape, from.to_owned());
        let sender = SmsSender::Gateway(Box::new(gateway));
        let outcome = sender.send(TO, Text::new(SAID), "0199a1c2-message", NOW).await;
        (outcome, tokio::task::spawn_blocking(|| self.thread.join().unwrap()).await.unwrap())
    }
}

fn hear(stream: &TcpStream, answer: &str) -> Heard {
    stream.set_read_timeout(Some(HANG)).unwrap();
    let mut reader = BufReader::new(stream);
    let mut next = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let line = next();
    let lines = std::iter::from_fn(|| Some(next()).filter(|line| !line.is_empty()));
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())))
        .collect();
    let mut body = vec![0; headers["content-length"].parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    (&mut &*stream).write_all(answer.as_bytes()).unwrap();
    Heard { line, headers, body }
}

const TAKEN: &str = "HTTP/1.1 201 Created\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

fn twilio() -> GatewayShape {
    GatewayShape::Twilio { user: "AC0123".to_owned(), password: Secret::from("token-0123") }
}

fn webhook() -> GatewayShape {
    GatewayShape::Webhook { key: WebhookKey::read(&Secret::from(WEBHOOK)).unwrap() }
}

fn sns() -> GatewayShape {
    let secret = Secret::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    GatewayShape::Sns { access_key_id: "AKIDEXAMPLE".to_owned(), secret, region: "eu-central-1".to_owned() }
}

#[actix_web::test]
async fn twilio_is_posted_a_form_with_basic_authentication() {
    let path = "/2010-04-01/Accounts/AC0123/Messages.json";
    for (from, member) in [("+15005550006", "From"), ("MG0123", "MessagingServiceSid")] {
        let (outcome, heard) = Sink::start(TAKEN).send(path, twilio(), from).await;
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(heard.line, format!("POST {path} HTTP/1.1"));
        let expected = STANDARD.encode("AC0123:token-0123");
        assert_eq!(heard.header("authorization"), format!("Basic {expected}"));
        assert_eq!(heard.header("content-type"), "application/x-www-form-urlencoded");
        let form = [("Body", SAID), (member, from), ("To", TO)].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(heard.form(), BTreeMap::from(form));
    }
}

#[actix_web::test]
async fn sns_is_posted_publish_under_a_signature_of_version_four() {
    let (outcome, heard) = Sink::start(TAKEN).send("/", sns(), "Northwind").await;
    assert!(outcome.is_ok(), "{outcome:?}");
    let form = heard.form();
    for (name, value) in [
        ("Action", "Publish"),
        ("Version", "2010-03-31"),
        ("PhoneNumber", TO),
        ("Message", SAID),
        ("MessageAttributes.entry.1.Name", "AWS.SNS.SMS.SMSType"),
        ("MessageAttributes.entry.1.Value.DataType", "String"),
        ("MessageAttributes.entry.1.Value.StringValue", "Transactional"),
        ("MessageAttributes.entry.2.Name", "AWS.SNS.SMS.SenderID"),
        ("MessageAttributes.entry.2.Value.StringValue", "Northwind"),
    ] {
        assert_eq!(form.get(name).map(String::as_str), Some(value), "{name}");
    }
    let hex = |bytes: &[u8]| hex::encode(digest(&SHA256, bytes));
    let canonical = format!(
        "POST\n/\n\ncontent-type:{}\nhost:{}\nx-amz-date:20270115T080000Z\n\ncontent-type;host;x-amz-date\n{}",
        heard.header("content-type"),
        heard.header("host"),
        hex(&heard.body)
    );
    let scope = "20270115/eu-central-1/sns/aws4_request";
    let to_sign = format!("AWS4-HMAC-SHA256\n20270115T080000Z\n{scope}\n{}", hex(canonical.as_bytes()));
    let mac = |key: &[u8], text: &str| sign(&Key::new(HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec();
    let key = ["20270115", "eu-central-1", "sns", "aws4_request"]
        .iter()
        .fold(b"AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_vec(), |key, part| mac(&key, part));
    let signature = hex::encode(mac(&key, &to_sign));
    let expected = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders=content-type;host;x-amz-date, Signature={signature}"
    );
    assert_eq!(heard.header("authorization"), expected);
}

#[actix_web::test]
async fn a_webhook_is_posted_json_under_a_signature_over_id_time_and_body() {
    let (outcome, heard) = Sink::start(TAKEN).send("/sms?tenant=1", webhook(), "").await;
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(heard.line, "POST /sms?tenant=1 HTTP/1.1");
    let body: serde_json::Value = serde_json::from_slice(&heard.body).unwrap();
    assert_eq!(body, serde_json::json!({"type": "sms.send", "to": TO, "from": "", "text": SAID}));
    assert_eq!((heard.header("webhook-id"), heard.header("webhook-timestamp")), ("0199a1c2-message", "1800000000"));
    let key = STANDARD.decode(WEBHOOK.trim_start_matches("whsec_")).unwrap();
    let signed = [b"0199a1c2-message.1800000000.".as_slice(), &heard.body].concat();
    let expected = STANDARD.encode(sign(&Key::new(HMAC_SHA256, &key), &signed));
    assert_eq!(heard.header("webhook-signature"), format!("v1,{expected}"));
}

#[actix_web::test]
async fn a_refusal_is_for_now_or_for_good_and_its_reason_names_nobody() {
    let refused = "HTTP/1.1 400 Bad Request\r\ncontent-length: 54\r\nconnection: close\r\n\r\n{\"code\": 21211, \"message\": \"+4915112345678 is no one\"}";
    let (outcome, _) = Sink::start(refused).send("/m", twilio(), "+15005550006").await;
    let Err(SendError::Permanent(why)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(why, "400 21211");
    let busy = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (outcome, _) = Sink::start(busy).send("/m", webhook(), "").await;
    let Err(SendError::Temporary(why)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(why, "503");
    // What a gateway points at is not followed: the credentials would go there.
    let elsewhere =
        "HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (outcome, _) = Sink::start(elsewhere).send("/m", twilio(), "+15005550006").await;
    let Err(SendError::Temporary(why)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(why, "307");
}

/// Case 195: the gateway is called like everything else that an operator names.
#[actix_web::test]
async fn a_private_gateway_that_nobody_named_is_not_called() {
    let http = HttpClient::new(&Reach::default()).unwrap();
    for url in ["https://127.0.0.1/", "https://10.0.0.1/", "http://sms.example.test/", "https://[::1]/"] {
        let gateway = Gateway::new(http.clone(), url.parse().unwrap(), webhook(), String::new());
        let outcome = SmsSender::Gateway(Box::new(gateway)).send(TO, Text::new(SAID), "1", NOW).await;
        assert!(matches!(outcome, Err(SendError::Temporary(_))), "{url}: {outcome:?}");
    }
}
