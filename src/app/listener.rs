//! The sockets on which a site is served, with the bounds on those who hold them.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::{App, HttpServer};
use rustls::ServerConfig;

use super::Site;
use crate::web;
use crate::web::limits::MAX_CONNECTIONS_PER_THREAD;

/// Seconds for which requests under way may finish after SIGTERM.
const DRAIN_SECS: u64 = 30;

impl Site {
    /// Serves the doors on a socket: HTTPS with HTTP/2 and HTTP/1.1 where `tls` is given, else plain HTTP/1.1.
    ///
    /// # Errors
    /// The socket cannot be used.
    pub fn listen(&self, socket: TcpListener, tls: Option<ServerConfig>) -> io::Result<Server> {
        let (site, patience) = (self.clone(), self.patience);
        let server = HttpServer::new(move || site.app())
            .tls_handshake_timeout(patience.handshake)
            .client_request_timeout(patience.head)
            .client_disconnect_timeout(patience.close)
            .keep_alive(patience.idle)
            .max_connections(MAX_CONNECTIONS_PER_THREAD)
            .shutdown_timeout(DRAIN_SECS);
        let server = match tls {
            Some(config) => server.listen_rustls_0_23(socket, config)?,
            None => server.listen(socket)?,
        };
        Ok(server.run())
    }

    /// Serves health and metrics on a socket of the operator's own.
    ///
    /// # Errors
    /// The socket cannot be used.
    pub fn listen_admin(&self, socket: TcpListener) -> io::Result<Server> {
        let (deps, patience) = (self.deps.clone(), self.patience);
        let server = HttpServer::new(move || App::new().app_data(deps.clone()).configure(web::health::configure))
            .workers(1)
            .client_request_timeout(patience.head)
            .client_disconnect_timeout(patience.close)
            .keep_alive(patience.idle)
            .listen(socket)?;
        Ok(server.run())
    }
}
