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

use std::time::Duration;

use lettre::Tokio1Executor;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::SendError;

/// A mail server that takes longer for one step has failed.
const PATIENCE: Duration = Duration::from_secs(30);

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

/// The transport to the server of a URL, which is trusted by the system's authorities and those given in DER.
pub(super) fn transport(url: &Url, authorities: &[Vec<u8>]) -> Result<AsyncSmtpTransport<Tokio1Executor>, SendError> {
    let unusable = || SendError::Permanent("the URL of the mail server cannot be used".to_owned());
    let security = Security::of(url).ok_or_else(unusable)?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(unusable)?;
    // An IPv6 address stands in brackets in a URL, and without them everywhere else.
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let tls = tls(security, host, authorities)
        .map_err(|_| SendError::Permanent("the authorities for the mail server cannot be used".to_owned()))?;
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(url.port().unwrap_or(security.port()))
        .tls(tls)
        .timeout(Some(PATIENCE));
    let builder = match url.password() {
        Some(password) => builder.credentials(Credentials::new(decoded(url.username())?, decoded(password)?)),
        None => builder,
    };
    Ok(builder.build())
}

fn tls(security: Security, host: &str, authorities: &[Vec<u8>]) -> Result<Tls, Error> {
    if security == Security::None {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(host.to_owned());
    for authority in authorities {
        parameters = parameters.add_root_certificate(Certificate::from_der(authority.clone())?);
    }
    let parameters = parameters.build()?;
    Ok(match security {
        Security::Wrapped => Tls::Wrapper(parameters),
        Security::Required => Tls::Required(parameters),
        Security::Opportunistic | Security::None => Tls::Opportunistic(parameters),
    })
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

    // A transport ends its connections in the background, for which it wants a runtime.
    #[tokio::test]
    async fn what_is_not_an_authority_is_refused() {
        let url = Url::parse("smtp://mail.test").unwrap();
        assert!(transport(&url, &[]).is_ok());
        assert!(matches!(transport(&url, &[b"no certificate".to_vec()]), Err(SendError::Permanent(_))));
    }
}
