//! What shows on real sockets only: TLS, slow peers and malformed HTTP, against the application on loopback ports.

mod http2;
mod listening;
mod malformed;
mod outbound;
mod slow;
mod sms;
mod smtp;
mod tls;
