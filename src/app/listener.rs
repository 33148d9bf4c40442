//! The sockets on which a site is served, with the bounds on those who hold them.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, HttpServer};
use rustls::ServerConfig;

use super::Site;
use crate::web;
use crate::web::limits::{MAX_CONNECTIONS_PER_THREAD, MAX_HANDSHAKES_PER_THREAD};

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
            .max_connection_rate(MAX_HANDSHAKES_PER_THREAD)
            .shutdown_timeout(DRAIN_SECS)
            // `drain` listens to them.
            .disable_signals();
        let server = match tls {
            Some(config) => server.listen_rustls_0_23(socket, config)?,
            None => server.listen(socket)?,
        };
        Ok(server.run())
    }

    /// What the operator's listener serves: health and metrics.
    pub fn mount_admin(&self, config: &mut ServiceConfig) {
        let draining = Data::new(self.edge.draining.clone());
        config.app_data(self.deps.clone()).app_data(draining).configure(web::health::configure);
        if let Some(readings) = &self.readings {
            config.app_data(readings.clone());
        }
    }

    /// Serves health and metrics on a socket of the operator's own.
    ///
    /// # Errors
    /// The socket cannot be used.
    pub fn listen_admin(&self, socket: TcpListener) -> io::Result<Server> {
        let (site, patience) = (self.clone(), self.patience);
        let server = HttpServer::new(move || App::new().configure(|config| site.mount_admin(config)))
            .workers(1)
            .disable_signals()
            .client_request_timeout(patience.head)
            .client_disconnect_timeout(patience.close)
            .keep_alive(patience.idle)
            .listen(socket)?;
        Ok(server.run())
    }
}
