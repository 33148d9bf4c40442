//! A connection that speaks just enough HTTP/1.1 to load a server cheaply: what the crowd's client costs would be taken
//! from the server where both share their cores.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Result;

/// One answer, and how long it took.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The status.
    pub(crate) status: u16,
    /// Whether it says when to come back.
    pub(crate) has_retry_after: bool,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// From the first byte written to the last one read.
    pub(crate) took: Duration,
}

/// A connection that is kept open.
#[derive(Debug)]
pub(crate) struct Connection {
    address: SocketAddr,
    stream: Option<TcpStream>,
}

impl Connection {
    /// A connection, opened at the first request.
    pub(crate) const fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    /// Sends a whole request as bytes; opens the connection again where it was closed.
    pub(crate) async fn send(&mut self, request: &[u8]) -> Result<Reply> {
        let began = Instant::now();
        let stream = match &mut self.stream {
            Some(stream) => stream,
            None => self.stream.insert(TcpStream::connect(self.address).await?),
        };
        let answer = exchange(stream, request, began).await;
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }
}

async fn exchange(stream: &mut TcpStream, request: &[u8], began: Instant) -> Result<Reply> {
    stream.write_all(request).await?;
    let mut bytes = Vec::with_capacity(4096);
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err("the connection ended".into());
        }
    };
    let text = String::from_utf8_lossy(bytes.get(..head).unwrap_or_default()).to_ascii_lowercase();
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or("no status")?;
    let has_retry_after = text.contains("\r\nretry-after:");
    let length = text.split("\r\ncontent-length:").nth(1).and_then(|rest| rest.split("\r\n").next());
    let length: usize = length.ok_or("an answer without a length")?.trim().parse()?;
    while bytes.len() < head + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err("the connection ended".into());
        }
    }
    Ok(Reply { status, has_retry_after, body: bytes.split_off(head), took: began.elapsed() })
}

/// A request for a path.
pub(crate) fn get(host: &str, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\naccept: text/html\r\n\r\n").into_bytes()
}

/// A call of an operation of the Cognito API, without a signature.
pub(crate) fn call(host: &str, operation: &str, input: &Value) -> Vec<u8> {
    let body = input.to_string();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-amz-json-1.1\r\n\
         x-amz-target: AWSCognitoIdentityProviderService.{operation}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    format!("{head}{body}").into_bytes()
}
