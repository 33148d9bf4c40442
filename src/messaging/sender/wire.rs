//! The connection to a mail server before SMTP is spoken on it: made at the first of its addresses that answers, and
//! sealed at once where the URL asks for that. What is said on it is `smtp.rs`'s.
//!
//! What is written leaves at once (`TCP_NODELAY`). The text of a mail and the line that ends it are two writes; without
//! this, the second waits in the kernel, 40 ms as a rule, for the server's word that it has the first. A node that is
//! killed in that time has its mail taken, and nobody notes it: it comes twice (F13).

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncTokioStream;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, crypto::CryptoProvider};
use rustls_platform_verifier::Verifier;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A connection, as the SMTP client takes it.
pub(super) type Wire = Box<dyn AsyncTokioStream>;

/// TLS from the first byte, towards one host.
#[derive(Clone)]
pub(super) struct Seal {
    name: ServerName<'static>,
    connector: TlsConnector,
}

impl Seal {
    /// TLS towards `host`, which is trusted by the system's authorities and by `authorities`, in DER.
    ///
    /// # Errors
    /// The host is neither a name nor an address, or an authority cannot be used.
    pub(super) fn new(host: &str, authorities: &[Vec<u8>]) -> Result<Self, rustls::Error> {
        let name = ServerName::try_from(host.to_owned()).map_err(|error| rustls::Error::General(error.to_string()))?;
        let provider = CryptoProvider::get_default().cloned();
        let provider = provider.unwrap_or_else(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
        let authorities = authorities.iter().map(|authority| CertificateDer::from(authority.clone()));
        let verifier = Verifier::new_with_extra_roots(authorities, Arc::clone(&provider))?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .dangerous() // as the builder calls every verifier that is not its own; this one asks the system
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Self { name, connector: TlsConnector::from(Arc::new(config)) })
    }
}

/// A connection to the first of the host's addresses that answers within `patience`, sealed if `seal` is given; the
/// handshake has that long, too.
///
/// # Errors
/// The host has no address, none of them answers, or the server's certificate does not hold.
pub(super) async fn dial(host: &str, port: u16, seal: Option<&Seal>, patience: Duration) -> io::Result<Wire> {
    let stream = reach(host, port, patience).await?;
    let Some(seal) = seal else { return Ok(Box::new(stream)) };
    let sealed = timeout(patience, seal.connector.connect(seal.name.clone(), stream)).await??;
    Ok(Box::new(Sealed(sealed)))
}

async fn reach(host: &str, port: u16, patience: Duration) -> io::Result<TcpStream> {
    let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in lookup_host((host, port)).await? {
        match timeout(patience, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return stream.set_nodelay(true).map(|()| stream),
            Ok(Err(error)) => failure = error,
            Err(error) => failure = error.into(),
        }
    }
    Err(failure)
}

/// A sealed connection, in the words in which the SMTP client asks for one.
#[derive(Debug)]
struct Sealed(TlsStream<TcpStream>);

impl AsyncTokioStream for Sealed {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Sealed {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl AsyncWrite for Sealed {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, what: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, what)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_written_leaves_at_once() {
        let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = server.local_addr().unwrap().port();
        let stream = reach("127.0.0.1", port, Duration::from_secs(5)).await.unwrap();
        assert!(stream.nodelay().unwrap());
    }
}
