//! How text messages leave the server: `[sms]`.
//!
//! Checks the shape of what is said only; calling the gateway is the messaging layer's business.

use std::net::IpAddr;

use secrecy::ExposeSecret as _;
use url::{Host, Url};

use super::{Rules, key::section, mail::SecretUrl, outbound::Outbound, problem::Problems};
use crate::domain::dialling::DialPrefix;
use crate::domain::secret::{Secret, webhook_secret};

section! {
    /// How text messages leave the server. Every message costs money: see the guide *SMS that does not ruin you*.
    struct SmsKeys in "sms" {
        /// The URL of the HTTP gateway, exactly as it is to be called, without a password in it: that of `Messages.json` for
        /// Twilio, `https://sns.REGION.amazonaws.com/` for Amazon SNS, your own for a webhook. It must be `https`, or lead to
        /// a host that `outbound.allow` names. Unset: `vestibule dev` shows text messages in its mailbox page; `vestibule
        /// serve` refuses what needs one.
        ("sms.url", "VESTIBULE_SMS_URL")
        url: Option<Secret> = None;
        /// Whose words the gateway speaks: `webhook`, `twilio` or `sns`.
        ("sms.shape", "VESTIBULE_SMS__SHAPE")
        shape: String = "webhook".to_owned();
        /// Who we are there. Twilio: the account SID or an API key's SID. SNS: the access key id. A webhook has none.
        ("sms.user", "VESTIBULE_SMS__USER")
        user: Option<String> = None;
        /// What proves it. Twilio: the auth token or the API key's secret. SNS: the secret access key. A webhook: the key it
        /// is signed with, `whsec_` and the base64 of 24 bytes or more.
        ("sms.secret", "VESTIBULE_SMS__SECRET")
        secret: Option<Secret> = None;
        /// The sender: a number of yours or a name. Twilio needs one, or the SID of a messaging service (`MG…`). Unset: the
        /// gateway's own.
        ("sms.from", "VESTIBULE_SMS__FROM")
        from: Option<String> = None;
        /// The region in whose name calls to SNS are signed. Unset: the one in the host of the URL.
        ("sms.region", "VESTIBULE_SMS__REGION")
        region: Option<String> = None;
        /// What numbers must begin with, such as `+49` or `+1206`: the countries, or parts of countries, that messages are
        /// paid for. Must be set with `sms.url`; there is no way to say everywhere. A pool may allow fewer of them
        /// (`SmsAllowedPrefixes`).
        ("sms.allowed_prefixes", "VESTIBULE_SMS__ALLOWED_PREFIXES")
        allowed_prefixes: Vec<String> = Vec::new();
    }
}

/// The gateway, read and checked.
#[derive(Clone, Debug)]
pub struct SmsGateway {
    /// The URL that is called.
    pub url: SecretUrl,
    /// Whose words it speaks.
    pub shape: SmsShape,
    /// The sender that is asked for; empty: the gateway's own.
    pub from: String,
}

/// Whose words a gateway speaks, with what proves who we are.
#[derive(Clone, Debug)]
pub enum SmsShape {
    /// Twilio's.
    Twilio {
        /// The account or the API key.
        user: String,
        /// Its token or secret.
        secret: Secret,
    },
    /// Amazon SNS's.
    Sns {
        /// The access key id.
        user: String,
        /// The secret access key.
        secret: Secret,
        /// The region.
        region: String,
    },
    /// A signed webhook.
    Webhook {
        /// The key it is signed with.
        secret: Secret,
    },
}

/// The section, read and checked.
#[derive(Clone, Debug)]
pub struct Sms {
    /// The gateway; `None` when text messages cannot be sent.
    pub gateway: Option<SmsGateway>,
    /// What numbers must begin with; empty when text messages cannot be sent.
    pub prefixes: Vec<DialPrefix>,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &SmsKeys, outbound: &Outbound, rules: Rules, problems: &mut Problems) -> Option<Sms> {
    let Some(text) = &keys.url else {
        let lonely = [
            ("sms.user", keys.user.is_some()),
            ("sms.secret", keys.secret.is_some()),
            ("sms.from", keys.from.is_some()),
            ("sms.region", keys.region.is_some()),
            ("sms.allowed_prefixes", !keys.allowed_prefixes.is_empty()),
        ];
        let mut is_good = true;
        for (path, _) in lonely.into_iter().filter(|(_, is_set)| *is_set) {
            problems.add(path, "needs sms.url: without a gateway nothing is sent");
            is_good = false;
        }
        // On a developer's machine they go to the mailbox page, which costs nothing.
        let prefixes = if rules == Rules::Dev { vec![DialPrefix::anywhere()] } else { Vec::new() };
        return is_good.then_some(Sms { gateway: None, prefixes });
    };
    let url = gateway_url(text.expose_secret(), outbound, problems);
    let shape = shape(keys, url.as_ref(), problems);
    let from = sender(keys, problems);
    let prefixes = prefixes(keys, problems);
    let gateway = SmsGateway { url: SecretUrl::new(url?), shape: shape?, from: from? };
    Some(Sms { gateway: Some(gateway), prefixes: prefixes? })
}

fn prefixes(keys: &SmsKeys, problems: &mut Problems) -> Option<Vec<DialPrefix>> {
    if keys.allowed_prefixes.is_empty() {
        problems.add("sms.allowed_prefixes", "must name what numbers may be written to, such as +49");
        return None;
    }
    let read = |text: &String| {
        let prefix = DialPrefix::parse(text);
        if prefix.is_none() {
            problems.add("sms.allowed_prefixes", format!("`{text}` must be + and one to seven digits, such as +49"));
        }
        prefix
    };
    let prefixes: Vec<Option<DialPrefix>> = keys.allowed_prefixes.iter().map(read).collect();
    prefixes.into_iter().collect()
}

fn gateway_url(text: &str, outbound: &Outbound, problems: &mut Problems) -> Option<Url> {
    let Some(url) = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    else {
        problems.add("sms.url", "must be an https URL");
        return None;
    };
    if url.password().is_some() || !url.username().is_empty() {
        problems.add("sms.url", "must have no user and no password in it: they belong in sms.user and sms.secret");
        return None;
    }
    if url.scheme() == "http" && !is_named(&url, outbound) {
        problems.add("sms.url", "must be https, or lead to a host that outbound.allow names");
        return None;
    }
    Some(url)
}

fn is_named(url: &Url, outbound: &Outbound) -> bool {
    let is_in_networks = |address: IpAddr| outbound.networks.iter().any(|network| network.contains(&address));
    match url.host() {
        Some(Host::Domain(name)) => outbound.hosts.iter().any(|host| host == name),
        Some(Host::Ipv4(address)) => is_in_networks(address.into()),
        Some(Host::Ipv6(address)) => is_in_networks(IpAddr::from(address).to_canonical()),
        None => false,
    }
}

fn shape(keys: &SmsKeys, url: Option<&Url>, problems: &mut Problems) -> Option<SmsShape> {
    if !["webhook", "twilio", "sns"].contains(&keys.shape.as_str()) {
        problems.add("sms.shape", "must be `webhook`, `twilio` or `sns`");
        return None;
    }
    let (is_webhook, is_sns) = (keys.shape == "webhook", keys.shape == "sns");
    if is_webhook && keys.user.is_some() {
        problems.add("sms.user", "is for `twilio` and `sns`: a webhook knows us by its signature");
        return None;
    }
    if !is_sns && keys.region.is_some() {
        problems.add("sms.region", "is for `sns` only");
        return None;
    }
    let Some(secret) = keys.secret.clone() else {
        problems.add("sms.secret", format!("must be set: the gateway is called as `{}`", keys.shape));
        return None;
    };
    if is_webhook {
        if webhook_secret(&secret).is_none() {
            problems.add("sms.secret", "must be `whsec_` and the base64 of 24 bytes or more");
            return None;
        }
        return Some(SmsShape::Webhook { secret });
    }
    let Some(user) = keys.user.clone().filter(|user| !user.is_empty()) else {
        problems.add("sms.user", format!("must be set: the gateway is called as `{}`", keys.shape));
        return None;
    };
    if !is_sns {
        return Some(SmsShape::Twilio { user, secret });
    }
    let url = url?;
    if url.path() != "/" || url.query().is_some() {
        problems.add("sms.url", "must end after the host: SNS is called at its root");
        return None;
    }
    let Some(region) = keys.region.clone().or_else(|| region_of(url)) else {
        problems.add("sms.region", "must be set: the host of sms.url is not sns.REGION.amazonaws.com");
        return None;
    };
    Some(SmsShape::Sns { user, secret, region })
}

fn region_of(url: &Url) -> Option<String> {
    let region = url.domain()?.strip_prefix("sns.")?.strip_suffix(".amazonaws.com")?;
    (!region.is_empty() && !region.contains('.')).then(|| region.to_owned())
}

fn sender(keys: &SmsKeys, problems: &mut Problems) -> Option<String> {
    let from = keys.from.clone().unwrap_or_default();
    if from.is_empty() && keys.shape == "twilio" {
        problems.add("sms.from", "must be set: Twilio sends from a number or a messaging service of yours");
        return None;
    }
    if from.chars().count() > 64 || from.contains(char::is_control) {
        problems.add("sms.from", "must be a number or a name of at most 64 characters");
        return None;
    }
    Some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEBHOOK: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn check(change: impl FnOnce(&mut SmsKeys)) -> Result<Sms, String> {
        let mut keys = SmsKeys {
            url: Some("https://sms.example.test/send".into()),
            allowed_prefixes: vec!["+49".to_owned()],
            ..SmsKeys::default()
        };
        change(&mut keys);
        let outbound = Outbound { hosts: vec!["gateway.internal".to_owned()], ..Outbound::default() };
        let mut problems = Problems::default();
        let sms = read(&keys, &outbound, Rules::Serve, &mut problems);
        problems.into_result(sms).map_err(|error| error.to_string())
    }

    fn refused(change: impl FnOnce(&mut SmsKeys)) -> String {
        check(change).map(|sms| format!("{sms:?}")).unwrap_err()
    }

    #[test]
    fn each_shape_needs_what_it_calls_with() {
        assert!(check(|keys| *keys = SmsKeys::default()).unwrap().gateway.is_none());
        let webhook = check(|keys| keys.secret = Some(WEBHOOK.into())).unwrap();
        assert!(matches!(webhook.gateway.unwrap().shape, SmsShape::Webhook { .. }));
        let twilio = |keys: &mut SmsKeys| {
            keys.shape = "twilio".to_owned();
            keys.user = Some("AC1".to_owned());
            keys.secret = Some("token".into());
            keys.from = Some("+15005550006".to_owned());
        };
        assert_eq!(check(twilio).unwrap().gateway.unwrap().from, "+15005550006");
        let sns = |keys: &mut SmsKeys| {
            keys.url = Some("https://sns.eu-central-1.amazonaws.com/".into());
            keys.shape = "sns".to_owned();
            keys.user = Some("AKIA".to_owned());
            keys.secret = Some("s".into());
        };
        let gateway = check(sns).unwrap().gateway.unwrap();
        assert!(matches!(gateway.shape, SmsShape::Sns { region, .. } if region == "eu-central-1"));

        assert!(refused(|_| ()).contains("sms.secret"));
        for (prefix, said) in [("49", "sms.allowed_prefixes"), ("+", "sms.allowed_prefixes")] {
            assert!(refused(|keys| keys.allowed_prefixes = vec![prefix.to_owned()]).contains(said), "{prefix}");
        }
        assert!(refused(|keys| keys.allowed_prefixes.clear()).contains("sms.allowed_prefixes"));
        assert!(refused(|keys| keys.secret = Some("hunter2hunter2".into())).contains("whsec_"));
        assert!(refused(|keys| (twilio(keys), keys.from = None).1).contains("sms.from"));
        assert!(refused(|keys| (twilio(keys), keys.user = None).1).contains("sms.user"));
        assert!(refused(|keys| (twilio(keys), keys.region = Some("x".to_owned())).1).contains("sms.region"));
        assert!(refused(|keys| (sns(keys), keys.url = Some("https://sns.test/".into())).1).contains("sms.region"));
        assert!(
            refused(|keys| (sns(keys), keys.url = Some("https://sns.a.amazonaws.com/x".into())).1).contains("root")
        );
        assert!(refused(|keys| keys.shape = "pigeon".to_owned()).contains("sms.shape"));
        assert!(refused(|keys| (keys.url = None, keys.from = Some("x".to_owned())).1).contains("sms.from"));
    }

    #[test]
    fn a_gateway_in_the_clear_must_be_named() {
        let at = |url: &str| {
            check(|keys| {
                keys.url = Some(url.into());
                keys.secret = Some(WEBHOOK.into());
            })
        };
        assert!(at("http://gateway.internal:8080/send").is_ok());
        for bad in ["http://sms.example.test/", "ftp://x/", "https://u:hunter2@x.test/", "nothing"] {
            let error = at(bad).map(|_| bad).unwrap_err();
            assert!(error.contains("sms.url") && !error.contains("hunter2"), "{error}");
        }
    }
}
