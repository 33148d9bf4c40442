//! How the mail server is reached: by the scheme of its URL, with TLS as far as it goes.
//!
//! | URL | port | TLS |
//! |---|---|---|
//! | `smtps://host` | 465 | from the first byte |
//! | `smtp://host` | 25 | STARTTLS where the server offers it; required where the URL has a password and the host is not this machine |
//! | `smtp://host?tls=required` | 587 | STARTTLS, or nothing is sent |
//! | `smtp://host?tls=opportunistic` | 25 | STARTTLS where the server offers it, even with a password |
//! | `smtp://host?tls=none` | 25 | never |
//!
//! Where TLS is spoken the server's certificate must hold: a certificate that does not is a failed delivery, not a
//! reason to go on in the clear.
//!
//! A mail is the server's as soon as it says so. What is left of the dialogue is said afterwards and by the way: while it is
//! under way the node may end, and a mail that nobody noted as sent is sent again (F13).

use std::time::Duration;

use lettre::Message as Mail;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::SendError;
use super::wire::{Seal, Wire, dial};

/// A mail server that takes longer for one step has failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// What is told of a server that said nothing.
const CUT: &str = "the connection failed";

/// What is asked of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// TLS from the first byte.
    Wrapped,
    /// An upgrade, or nothing.
    Required,
    /// An upgrade where it is offered.
    Opportunistic,
    /// No upgrade.
    None,
}

impl Security {
    /// What a URL asks for; `None` where it asks for something that does not exist.
    fn of(url: &Url) -> Option<Self> {
        let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        match (url.scheme(), asked.as_deref()) {
            ("smtps", None) => Some(Self::Wrapped),
            ("smtp", Some("required")) => Some(Self::Required),
            ("smtp", Some("none")) => Some(Self::None),
            // A password must not go in the clear because somebody on the way hid the offer.
            ("smtp", None) if url.password().is_some() && !is_loopback(url) => Some(Self::Required),
            ("smtp", None | Some("opportunistic")) => Some(Self::Opportunistic),
            _ => None,
        }
    }

    fn port(self) -> u16 {
        match self {
            Self::Wrapped => 465,
            Self::Required => 587,
            Self::Opportunistic | Self::None => 25,
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    // The schemes of mail are not "special" to the URL standard, so that an address is not told from a name there.
    match url.host_str().map(Host::parse) {
        Some(Ok(Host::Domain(name))) => name == "localhost",
        Some(Ok(Host::Ipv4(address))) => address.is_loopback(),
        Some(Ok(Host::Ipv6(address))) => address.to_canonical().is_loopback(),
        Some(Err(_)) | None => false,
    }
}

/// A mail server. Each mail has a connection of its own.
#[derive(Clone)]
pub struct MailServer {
    host: String,
    port: u16,
    security: Security,
    seal: Option<Seal>,
    upgrade: Option<TlsParameters>,
    credentials: Option<Credentials>,
}

/// The server of a URL, which is trusted by the system's authorities and those given in DER.
pub(super) fn server(url: &Url, authorities: &[Vec<u8>]) -> Result<MailServer, SendError> {
    let unusable = || SendError::Permanent("the URL of the mail server cannot be used".to_owned());
    let security = Security::of(url).ok_or_else(unusable)?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(unusable)?;
    // An IPv6 address stands in brackets in a URL, and without them everywhere else.
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let untrustable = || SendError::Permanent("the authorities for the mail server cannot be used".to_owned());
    let (mut seal, mut upgrade) = (None, None);
    match security {
        Security::Wrapped => seal = Some(Seal::new(host, authorities).map_err(|_| untrustable())?),
        Security::Required | Security::Opportunistic => {
            upgrade = Some(tls(host, authorities).map_err(|_| untrustable())?);
        }
        Security::None => {}
    }
    let credentials = match url.password() {
        Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
        None => None,
    };
    let port = url.port().unwrap_or(security.port());
    Ok(MailServer { host: host.to_owned(), port, security, seal, upgrade, credentials })
}

impl MailServer {
    /// Hands a mail over: `Ok` once the server has taken it upon itself.
    #[expect(clippy::disallowed_methods, reason = "a goodbye keeps nothing, ends by itself, and may be cut off")]
    pub(super) async fn take(&self, mail: &Mail) -> Result<(), SendError> {
        let wire = dial(&self.host, self.port, self.seal.as_ref(), PATIENCE).await;
        let wire = wire.map_err(|_| SendError::Temporary(CUT.to_owned()))?;
        let mut connection = self.greet(wire).await.map_err(|error| refusal(&error))?;
        connection.send(mail.envelope(), &mail.formatted()).await.map_err(|error| refusal(&error))?;
        // Nobody waits for the farewell, and a server that is slow with it keeps nothing of ours.
        tokio::spawn(async move { tokio::time::timeout(PATIENCE, connection.abort()).await });
        Ok(())
    }

    /// What comes before a mail: hello, the upgrade, and who we are.
    async fn greet(&self, wire: Wire) -> Result<AsyncSmtpConnection, Error> {
        let hello = ClientId::default();
        let mut connection = AsyncSmtpConnection::connect_with_transport(wire, &hello).await?;
        let upgrades = self.security == Security::Required || connection.can_starttls();
        if let Some(tls) = self.upgrade.clone().filter(|_| upgrades) {
            connection.starttls(tls, &hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

/// What the server said, by its code only: its words may hold an address.
fn refusal(error: &Error) -> SendError {
    let what = error.status().map_or_else(|| CUT.to_owned(), |code| code.to_string());
    if error.is_permanent() { SendError::Permanent(what) } else { SendError::Temporary(what) }
}

fn tls(host: &str, authorities: &[Vec<u8>]) -> Result<TlsParameters, Error> {
    let mut parameters = TlsParameters::builder(host.to_owned());
    for authority in authorities {
        parameters = parameters.add_root_certificate(Certificate::from_der(authority.clone())?);
    }
    parameters.build()
}

fn decoded(text: &str) -> Result<String, SendError> {
    let decoded = percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|_| SendError::Permanent("the mail server's password is not UTF-8".to_owned()))?;
    Ok(decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_and_the_query_say_how_tls_is_spoken() {
        for (url, security, port) in [
            ("smtps://mail.test", Some(Security::Wrapped), 465),
            ("smtps://u:p@mail.test", Some(Security::Wrapped), 465),
            ("smtp://mail.test", Some(Security::Opportunistic), 25),
            ("smtp://u:p@mail.test:587", Some(Security::Required), 587),
            ("smtp://u:p@localhost", Some(Security::Opportunistic), 25),
            ("smtp://u:p@127.0.0.1:1025", Some(Security::Opportunistic), 25),
            ("smtp://u:p@[::1]:1025", Some(Security::Opportunistic), 25),
            ("smtp://u:p@mail.test?tls=opportunistic", Some(Security::Opportunistic), 25),
            ("smtp://mail.test?tls=required", Some(Security::Required), 587),
            ("smtp://u:p@mail.test?tls=none", Some(Security::None), 25),
            ("smtp://mail.test?tls=yes", None, 0),
            ("smtps://mail.test?tls=none", None, 0),
            ("http://mail.test", None, 0),
        ] {
            let found = Security::of(&Url::parse(url).unwrap());
            assert_eq!(found, security, "{url}");
            assert_eq!(found.map_or(0, Security::port), port, "{url}");
        }
    }

    #[test]
    fn what_is_not_an_authority_is_refused() {
        for url in ["smtp://mail.test", "smtps://mail.test"] {
            let url = Url::parse(url).unwrap();
            assert!(server(&url, &[]).is_ok());
            assert!(matches!(server(&url, &[b"no certificate".to_vec()]), Err(SendError::Permanent(_))), "{url}");
        }
    }
}
