//! A connection that speaks just enough HTTP/1.1 to load a server cheaply.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One answer, and how long it took.
pub(crate) struct Answer {
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
pub(crate) struct Connection {
    port: u16,
    stream: Option<TcpStream>,
}

impl Connection {
    /// A connection to a local port, opened at the first request.
    pub(crate) const fn new(port: u16) -> Self {
        Self { port, stream: None }
    }

    /// Sends a whole request as bytes; opens the connection again where it was closed.
    pub(crate) async fn send(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        let began = Instant::now();
        let stream = match &mut self.stream {
            Some(stream) => stream,
            None => self.stream.insert(TcpStream::connect(("127.0.0.1", self.port)).await?),
        };
        let answer = exchange(stream, request, began).await;
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }
}

async fn exchange(stream: &mut TcpStream, request: &[u8], began: Instant) -> anyhow::Result<Answer> {
    stream.write_all(request).await?;
    let mut bytes = Vec::with_capacity(4096);
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            bail!("the connection ended");
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).context("a status")?;
    let has_retry_after = text.contains("\r\nretry-after:");
    let length = text.split("\r\ncontent-length:").nth(1).and_then(|rest| rest.split("\r\n").next());
    let length: usize = length.context("an answer without a length")?.trim().parse()?;
    while bytes.len() < head + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            bail!("the connection ended");
        }
    }
    Ok(Answer { status, has_retry_after, body: bytes.split_off(head), took: began.elapsed() })
}

/// A request for a path.
pub(crate) fn get(port: u16, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost:{port}\r\naccept: text/html\r\n\r\n").into_bytes()
}
