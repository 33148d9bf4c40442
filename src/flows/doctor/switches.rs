//! Settings that are allowed and weaker than they have to be (DESIGN.md §6: every unsafe switch is shown here).

use super::{Finding, PAGE};
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::risk::{Action, Mode, RiskConfiguration};
use crate::domain::sign_in::{Factor, SecondFactor};
use crate::flows::passkeys::relying_party_of;
use crate::flows::{Deps, Error};
use crate::storage::StorageError;

/// A refresh token that lives longer is a password that nobody changes.
const LONG_REFRESH_SECS: i64 = 365 * 86_400;
/// NIST SP 800-63B §3.1.1.2 knows no shorter password.
const SHORTEST_PASSWORD: u16 = 8;

/// The settings of a pool and of each of its clients.
pub(super) async fn examine(deps: &Deps, pool: &Pool) -> Result<Vec<Finding>, Error> {
    let mut findings = of_pool(pool);
    findings.extend(stranded_passkeys(deps, pool).await?);
    if pool.settings.sends_sms() && !deps.sms.is_available() {
        let message = "it asks for text messages, and there is no gateway to send them with: set sms.url, or take \
                       phone_number out of its settings";
        findings.push(Finding::error("sms_without_gateway", &pool.id, message));
    }
    examine_clients(deps, pool, &mut findings).await?;
    Ok(findings)
}

/// Passkeys that were made for another domain than the pool's of now (lesson L9).
async fn stranded_passkeys(deps: &Deps, pool: &Pool) -> Result<Option<Finding>, Error> {
    let party = relying_party_of(deps, pool).map(|party| party.id).unwrap_or_default();
    let stranded = deps.storage.read().passkeys().count_elsewhere(&pool.id, &party).await?;
    let message = format!("{stranded} passkeys belong to another domain than RelyingPartyId and open nothing");
    Ok((stranded > 0).then(|| Finding::warning("stranded_passkeys", &pool.id, message)))
}

async fn examine_clients(deps: &Deps, pool: &Pool, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let mut after: Option<String> = None;
    loop {
        let page = deps.storage.read().clients().list(&pool.id, after.as_deref(), PAGE).await;
        let clients = match page {
            // Which cell does not open is a finding of its own; the clients beside it cannot be read as a list.
            Err(StorageError::Sealed { .. }) => return Ok(()),
            page => page?,
        };
        let Some(last) = clients.last() else { return Ok(()) };
        after = Some(last.id.to_string());
        findings.extend(clients.iter().flat_map(of_client));
    }
}

fn of_pool(pool: &Pool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if pool.settings.password.minimum_length < SHORTEST_PASSWORD {
        let message = "passwords may be shorter than 8 characters";
        findings.push(Finding::warning("short_passwords", &pool.id, message));
    }
    if pool.settings.second_factor.offers(Factor::EmailCode) {
        let message =
            "a code by mail is a second factor: whoever reads the mail has it, apps and passkeys are stronger";
        findings.push(Finding::warning("email_second_factor", &pool.id, message));
    }
    if pool.settings.second_factor.offers(Factor::SmsCode) {
        let message = "a code by text message is a second factor: whoever takes the number over has it, apps and passkeys are stronger";
        findings.push(Finding::warning("sms_second_factor", &pool.id, message));
    }
    if pool.settings.first_factors.contains(&Factor::SmsCode) {
        let message = "a code by text message signs in without a password: whoever takes the number over is let in";
        findings.push(Finding::warning("sms_first_factor", &pool.id, message));
    }
    if pool.settings.first_factors.contains(&Factor::EmailCode) {
        let message = "a code by mail signs in without a password: whoever reads the mail is let in";
        findings.push(Finding::warning("email_first_factor", &pool.id, message));
    }
    let asks_of_all = |risk: &RiskConfiguration| risk.has_action(Action::MfaRequired);
    let is_asked =
        pool.settings.risk.mode == Mode::Enforced && pool.settings.risk.configuration.as_ref().is_some_and(asks_of_all);
    if is_asked && pool.settings.second_factor.when == SecondFactor::Off {
        let message = "a risk asks for a second factor (MFA_REQUIRED) and MfaConfiguration is OFF: nobody has one, and \
                       everybody is refused";
        findings.push(Finding::warning("risk_without_factors", &pool.id, message));
    }
    findings
}

fn of_client(client: &Client) -> Vec<Finding> {
    let settings = &client.settings;
    let subject = format!("{}/{}", client.pool, client.id);
    let mut findings = Vec::new();
    let mut warn = |check, message: &str| findings.push(Finding::warning(check, &subject, message));
    if client.is_public() && !client.requires_pkce() {
        warn("without_pkce", "a code that is caught can be redeemed by whoever caught it: set RequirePkce");
    }
    if !settings.hides_users() {
        warn("tells_users", "its answers tell who has an account: set PreventUserExistenceErrors to ENABLED");
    }
    if client.is_public() && !settings.rotation_in_force().enabled {
        warn("without_rotation", "a stolen refresh token stays good beside the honest one: enable rotation");
    }
    if !settings.revokes_tokens() {
        warn("without_revocation", "its tokens do not say to which sign-in they belong (EnableTokenRevocation)");
    }
    if settings.lifetimes.refresh_secs() > LONG_REFRESH_SECS {
        warn("long_refresh", "its refresh tokens live longer than a year");
    }
    findings
}
