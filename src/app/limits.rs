//! The limits as the configuration has them.

use crate::config;
use crate::flows::SmsReach;
use crate::limits::{Allowance, Budgets, Rates, Thresholds};

/// What strangers may do, and how often.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// On each node.
    pub rates: Rates,
    /// When failures are taken for stuffing.
    pub stuffing: Thresholds,
    /// For all nodes.
    pub budgets: Budgets,
    /// Which numbers text messages may be sent to.
    pub sms: SmsReach,
}

impl From<&config::Limits> for Limits {
    fn from(config: &config::Limits) -> Self {
        let of = |(per_address, per_pool)| Allowance { per_address, per_pool };
        Self {
            rates: Rates {
                exempt: config.exempt.clone(),
                sign_in: of(config.sign_in_failures),
                sign_up: of(config.sign_ups),
                codes: of(config.codes),
                guesses: of(config.wrong_codes),
                client_secrets: of(config.client_failures),
                calls: of((config.refused_calls, u32::MAX)),
            },
            stuffing: Thresholds {
                people_per_address: config.stuffing_people.0,
                people_per_pool: config.stuffing_people.1,
                ..Thresholds::default()
            },
            budgets: Budgets {
                mails_per_pool_daily: config.mails_per_pool_daily,
                sms_per_address_hourly: config.sms_per_address_hourly,
                sms_per_country_daily: config.sms_per_country_daily,
                sms_per_pool_daily: config.sms_per_pool_daily,
                unconfirmed_days: config.unconfirmed_days,
            },
            sms: SmsReach::default(),
        }
    }
}
