//! What shows on real sockets only: TLS, slow peers and malformed HTTP, against the application on loopback ports.

mod listening;
mod malformed;
mod slow;
mod tls;
