//! Whom the server's own calls may reach and trust: `[outbound]`.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use ipnet::IpNet;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use url::Host;

use super::{key::section, problem::Problems};

section! {
    /// Whom the server's own calls (to identity providers, webhooks and gateways) may reach and trust.
    struct OutboundKeys in "outbound" {
        /// Host names and networks (CIDRs) that may be reached although their addresses are private, loopback or
        /// otherwise not of the internet. A name stands for itself alone, not for those below it.
        ("outbound.allow", "VESTIBULE_OUTBOUND_ALLOW")
        allow: Vec<String> = Vec::new();
        /// A PEM file with certificate authorities that are trusted besides the system's.
        ("outbound.extra_ca_file", "VESTIBULE_EXTRA_CA_FILE")
        extra_ca_file: Option<String> = None;
    }
}

/// The section, read and checked.
#[derive(Clone, Debug, Default)]
pub struct Outbound {
    /// Names that may lead to any address, in lower case.
    pub hosts: Vec<String>,
    /// Networks that may be reached.
    pub networks: Vec<IpNet>,
    /// DER of the authorities that are trusted besides the system's.
    pub extra_authorities: Vec<Vec<u8>>,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &OutboundKeys, problems: &mut Problems) -> Option<Outbound> {
    let mut outbound = Outbound::default();
    let mut is_good = true;
    for text in &keys.allow {
        match entry(text) {
            Some(Entry::Network(network)) => outbound.networks.push(network),
            Some(Entry::Name(name)) => outbound.hosts.push(name),
            None => {
                is_good = false;
                let message = format!("`{text}` must be a host name, an address or a network such as 10.1.0.0/16");
                problems.add("outbound.allow", message);
            }
        }
    }
    if let Some(path) = &keys.extra_ca_file {
        match authorities(Path::new(path)) {
            Ok(authorities) => outbound.extra_authorities = authorities,
            Err(message) => {
                is_good = false;
                problems.add("outbound.extra_ca_file", message);
            }
        }
    }
    is_good.then_some(outbound)
}

enum Entry {
    Network(IpNet),
    Name(String),
}

fn entry(text: &str) -> Option<Entry> {
    let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    if let Some(network) = network {
        return Some(Entry::Network(network.trunc()));
    }
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    match Host::parse(text) {
        // a spelling of an address that only URLs know, such as 127.1, would not be found again
        Ok(Host::Domain(name)) if is_plain => Some(Entry::Name(name.trim_end_matches('.').to_owned())),
        Ok(_) | Err(_) => None,
    }
}

fn authorities(path: &Path) -> Result<Vec<Vec<u8>>, String> {
    let pem = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let authorities: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match authorities {
        Ok(authorities) if !authorities.is_empty() => {
            let mut store = rustls::RootCertStore::empty();
            if authorities.iter().any(|authority| store.add(authority.clone()).is_err()) {
                return Err(format!("{} holds a certificate that cannot be read", path.display()));
            }
            Ok(authorities.iter().map(|authority| authority.to_vec()).collect())
        }
        _ => Err(format!("{} holds no PEM block of a certificate", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(allow: &[&str], file: Option<&str>) -> Result<Outbound, String> {
        let allow = allow.iter().map(|text| (*text).to_owned()).collect();
        let mut problems = Problems::default();
        let outbound = read(&OutboundKeys { allow, extra_ca_file: file.map(str::to_owned) }, &mut problems);
        problems.into_result(outbound).map_err(|error| error.to_string())
    }

    #[test]
    fn names_addresses_and_networks_are_told_apart() {
        let outbound = check(&["Hooks.Internal", "10.1.2.3/16", "::1", "127.0.0.1", "localhost"], None).unwrap();
        assert_eq!(outbound.hosts, ["hooks.internal", "localhost"]);
        let networks: Vec<String> = outbound.networks.iter().map(ToString::to_string).collect();
        assert_eq!(networks, ["10.1.0.0/16", "::1/128", "127.0.0.1/32"]);
        for refused in ["", "*", "*.internal", "https://a.test", "a.test:80", "a.test/x", "127.1", "0x7f000001", "a b"]
        {
            assert!(check(&[refused], None).unwrap_err().contains("outbound.allow"), "{refused}");
        }
    }

    #[test]
    fn extra_authorities_are_read_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let with = |text: &str| {
            fs::write(&path, text).unwrap();
            check(&[], path.to_str())
        };
        let authority = rcgen::generate_simple_self_signed(vec!["ca.test".to_owned()]).unwrap();
        let pem = authority.cert.pem();
        assert_eq!(with(&format!("{pem}{pem}")).unwrap().extra_authorities.len(), 2);
        for broken in [String::new(), authority.signing_key.serialize_pem(), pem.replace("MII", "AAA")] {
            assert!(with(&broken).unwrap_err().contains("outbound.extra_ca_file"), "{broken}");
        }
        let error = check(&[], Some("/nonexistent/ca.pem")).unwrap_err();
        assert!(error.contains("outbound.extra_ca_file (VESTIBULE_EXTRA_CA_FILE): cannot read"), "{error}");
    }
}
