//! How long a peer may take over each part of a request, and the bound on a body that comes too slowly. The heads of
//! requests, handshakes and closing are timed by the listener, which takes its numbers from here.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage as _};
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

/// Middleware: the body must come within the application's [`Patience`], and who did not send all of it by the time of the
/// answer is cut off soon after. To be outermost, so that it holds for refusals by the others too.
///
/// # Errors
/// Passes on what the inner service answers.
pub async fn hurry<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, Unread>>, Error> {
    let patience = request.app_data::<Patience>().copied().unwrap_or_default();
    let (timed, rest) = bound(request.take_payload(), patience);
    request.set_payload(timed);
    let response = next.call(request).await?;
    Ok(match rest.filter(|rest| !rest.borrow().is_over) {
        Some(rest) => {
            response.map_body(|_, body| EitherBody::right(Unread { answer: BoxBody::new(body), _rest: rest }))
        }
        None => response.map_into_left_body(),
    })
}

/// A body on its way in.
struct Incoming {
    body: Payload,
    is_over: bool,
}

/// A body that ends in an error when it is not there in time.
struct Timed {
    incoming: Rc<RefCell<Incoming>>,
    end: Pin<Box<Sleep>>,
}

/// The answer to a request whose body was not read to its end.
///
/// It keeps the body's reader alive until the answer is written: while there is one, the server closes the connection after
/// the answer, within [`Patience::close`]. Without a reader it would take in the rest of a chunked body for as long as the
/// peer likes, to use the connection again (case 240).
pub struct Unread {
    answer: BoxBody,
    _rest: Rc<RefCell<Incoming>>,
}

fn bound(body: Payload, patience: Patience) -> (Payload, Option<Rc<RefCell<Incoming>>>) {
    match body {
        Payload::None => (Payload::None, None),
        // what is a stream already was put there by a test and is not slow
        Payload::H1 { .. } | Payload::H2 { .. } | Payload::Stream { .. } => {
            let incoming = Rc::new(RefCell::new(Incoming { body, is_over: false }));
            let timed = Timed { incoming: incoming.clone(), end: Box::pin(sleep(patience.body)) };
            (Payload::Stream { payload: Box::pin(timed) }, Some(incoming))
        }
    }
}

impl Stream for Timed {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut incoming = self.incoming.borrow_mut();
        if let Poll::Ready(item) = Pin::new(&mut incoming.body).poll_next(context) {
            incoming.is_over = item.is_none();
            return Poll::Ready(item);
        }
        drop(incoming);
        self.end.as_mut().poll(context).map(|()| {
            let late = io::Error::new(io::ErrorKind::TimedOut, "the body did not come in time");
            Some(Err(PayloadError::Io(late)))
        })
    }
}

impl MessageBody for Unread {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(context)
    }
}
