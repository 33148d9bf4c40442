//! How messages leave under a configuration.

use anyhow::Context as _;

use super::reach;
use crate::config::{Config, SmsGateway, SmsShape};
use crate::crypto::webhook::WebhookKey;
use crate::messaging::{Gateway, GatewayShape, Sender, SmsSender};
use crate::outbound::HttpClient;

/// How mail leaves; `instead` where no mail server is configured.
pub(super) fn mail(config: &Config, instead: Sender) -> anyhow::Result<Sender> {
    match &config.mail.smtp {
        Some(url) => Ok(Sender::smtp(url.expose(), &config.mail.from, &config.outbound.extra_authorities)?),
        None => Ok(instead),
    }
}

/// How text messages leave; `instead` where no gateway is configured.
pub(super) fn sms(config: &Config, instead: SmsSender) -> anyhow::Result<SmsSender> {
    let Some(SmsGateway { url, shape, from }) = &config.sms.gateway else { return Ok(instead) };
    let shape = match shape.clone() {
        SmsShape::Twilio { user, secret } => GatewayShape::Twilio { user, password: secret },
        SmsShape::Sns { user, secret, region } => GatewayShape::Sns { access_key_id: user, secret, region },
        SmsShape::Webhook { secret } => {
            GatewayShape::Webhook { key: WebhookKey::read(&secret).context("sms.secret cannot be read")? }
        }
    };
    let http = HttpClient::new(&reach(&config.outbound)).context("the SMS gateway")?;
    Ok(SmsSender::Gateway(Box::new(Gateway::new(http, url.expose().clone(), shape, from.clone()))))
}
