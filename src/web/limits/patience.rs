//! How long a peer may take over each part of a request, and the bound on a body that comes too slowly. The heads of
//! requests, handshakes and closing are timed by the listener, which takes its numbers from here.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::Stream;
use tokio::time::{Sleep, sleep};

/// How long a peer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the TLS handshake.
    pub handshake: Duration,
    /// For a request's head, from the connection's first byte.
    pub head: Duration,
    /// For a request's body, from its head to its last byte.
    pub body: Duration,
    /// For the end of a connection that we close.
    pub close: Duration,
    /// How long a connection may be idle between two requests; over HTTP/2 also how often the peer is asked whether it is
    /// there.
    pub idle: Duration,
}

impl Patience {
    /// What the server of an operator grants: whoever is slower than this is gone within 15 seconds (case 240).
    pub const PRODUCTION: Self = Self {
        handshake: Duration::from_secs(5),
        head: Duration::from_secs(10),
        body: Duration::from_secs(10),
        close: Duration::from_secs(2),
        idle: Duration::from_secs(15),
    };
}

impl Default for Patience {
    fn default() -> Self {
        Self::PRODUCTION
    }
}

/// A body that ends in an error when it is not there in time.
pub(super) struct Timed {
    body: Payload,
    end: Pin<Box<Sleep>>,
}

impl Timed {
    pub(super) fn bound(body: Payload, patience: Patience) -> Payload {
        match body {
            Payload::None => Payload::None,
            // what is a stream already was put there by a test and is not slow
            Payload::H1 { .. } | Payload::H2 { .. } | Payload::Stream { .. } => {
                Payload::Stream { payload: Box::pin(Self { body, end: Box::pin(sleep(patience.body)) }) }
            }
        }
    }
}

impl Stream for Timed {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(item) = Pin::new(&mut self.body).poll_next(context) {
            return Poll::Ready(item);
        }
        self.end.as_mut().poll(context).map(|()| {
            let late = io::Error::new(io::ErrorKind::TimedOut, "the body did not come in time");
            Some(Err(PayloadError::Io(late)))
        })
    }
}
