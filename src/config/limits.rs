//! What strangers may do, and how often: `[limits]`.

use ipnet::IpNet;

use super::{key::section, problem::Problems, server};

section! {
    /// What strangers may do, and how often. The rates per minute are kept on each node, in memory; five minutes' worth
    /// may come at once. An IPv6 network of 64 bits counts as one address. [Limits](limits.md) tells why they are what
    /// they are, and of the limits of accounts and codes, which are fixed.
    struct LimitsKeys in "limits" {
        /// Networks (CIDRs) that the rates per address do not hold for: your own servers that sign people in over the API
        /// without an access key, monitoring, load tests.
        ("limits.exempt", "VESTIBULE_LIMITS__EXEMPT")
        exempt: Vec<String> = Vec::new();
        /// Failed sign-ins per minute from one address.
        ("limits.sign_in_failures", "VESTIBULE_LIMITS__SIGN_IN_FAILURES")
        sign_in_failures: u32 = 20;
        /// Failed sign-ins per minute at one pool, from everywhere.
        ("limits.pool_sign_in_failures", "VESTIBULE_LIMITS__POOL_SIGN_IN_FAILURES")
        pool_sign_in_failures: u32 = 3_000;
        /// Sign-ups per minute from one address.
        ("limits.sign_ups", "VESTIBULE_LIMITS__SIGN_UPS")
        sign_ups: u32 = 20;
        /// Sign-ups per minute at one pool, from everywhere.
        ("limits.pool_sign_ups", "VESTIBULE_LIMITS__POOL_SIGN_UPS")
        pool_sign_ups: u32 = 3_000;
        /// Codes and challenges for passkeys asked for per minute from one address.
        ("limits.codes", "VESTIBULE_LIMITS__CODES")
        codes: u32 = 20;
        /// Codes and challenges for passkeys asked for per minute at one pool, from everywhere.
        ("limits.pool_codes", "VESTIBULE_LIMITS__POOL_CODES")
        pool_codes: u32 = 1_800;
        /// Wrong codes brought back per minute from one address.
        ("limits.wrong_codes", "VESTIBULE_LIMITS__WRONG_CODES")
        wrong_codes: u32 = 20;
        /// Wrong codes brought back per minute at one pool, from everywhere.
        ("limits.pool_wrong_codes", "VESTIBULE_LIMITS__POOL_WRONG_CODES")
        pool_wrong_codes: u32 = 3_000;
        /// Requests per minute from one address in which a client did not prove who it is.
        ("limits.client_failures", "VESTIBULE_LIMITS__CLIENT_FAILURES")
        client_failures: u32 = 20;
        /// Requests per minute at one pool in which a client did not prove who it is.
        ("limits.pool_client_failures", "VESTIBULE_LIMITS__POOL_CLIENT_FAILURES")
        pool_client_failures: u32 = 3_000;
        /// Refused calls of the Cognito API per minute from one address, those with a good signature not counted.
        ("limits.refused_calls", "VESTIBULE_LIMITS__REFUSED_CALLS")
        refused_calls: u32 = 600;
        /// Different people who fail to sign in from one address within ten minutes, from which on the event
        /// `sign_in.stuffing_suspected` is written.
        ("limits.stuffing_people", "VESTIBULE_LIMITS__STUFFING_PEOPLE")
        stuffing_people: u32 = 50;
        /// The same at one pool, from everywhere.
        ("limits.pool_stuffing_people", "VESTIBULE_LIMITS__POOL_STUFFING_PEOPLE")
        pool_stuffing_people: u32 = 500;
        /// Mails with codes and invitations that one pool may send in a day, over all nodes. At the last one the event
        /// `mail.budget_exhausted` is written; what would send another is refused.
        ("limits.mails_per_pool_daily", "VESTIBULE_LIMITS__MAILS_PER_POOL_DAILY")
        mails_per_pool_daily: u32 = 50_000;
        /// Codes that may be asked for in an hour from one address, in pools that send text messages, over all nodes.
        ("limits.sms_per_address_hourly", "VESTIBULE_LIMITS__SMS_PER_ADDRESS_HOURLY")
        sms_per_address_hourly: u32 = 30;
        /// Text messages that one pool may send in a day to one country, over all nodes. At the last one the event
        /// `sms.budget_exhausted` is written; another is not sent.
        ("limits.sms_per_country_daily", "VESTIBULE_LIMITS__SMS_PER_COUNTRY_DAILY")
        sms_per_country_daily: u32 = 500;
        /// Text messages that one pool may send in a day, over all nodes. At the last one the event
        /// `sms.budget_exhausted` is written; another is not sent.
        ("limits.sms_per_pool_daily", "VESTIBULE_LIMITS__SMS_PER_POOL_DAILY")
        sms_per_pool_daily: u32 = 1_000;
        /// Days after which a sign-up that nobody confirmed is deleted and its names are free again. Cognito keeps them.
        ("limits.unconfirmed_days", "VESTIBULE_LIMITS__UNCONFIRMED_DAYS")
        unconfirmed_days: u32 = 30;
    }
}

/// The most that any of these may be.
const MOST: u32 = 10_000_000;

/// The section, read and checked. Pairs are of an address and of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Networks that the rates per address do not hold for.
    pub exempt: Vec<IpNet>,
    /// Failed sign-ins per minute.
    pub sign_in_failures: (u32, u32),
    /// Sign-ups per minute.
    pub sign_ups: (u32, u32),
    /// Codes asked for per minute.
    pub codes: (u32, u32),
    /// Wrong codes per minute.
    pub wrong_codes: (u32, u32),
    /// Failed proofs of clients per minute.
    pub client_failures: (u32, u32),
    /// Refused unsigned calls per minute from an address.
    pub refused_calls: u32,
    /// Different people from whom on failures are suspicious.
    pub stuffing_people: (u32, u32),
    /// Mails of a pool in a day.
    pub mails_per_pool_daily: i32,
    /// Text messages asked for in an hour from an address.
    pub sms_per_address_hourly: i32,
    /// Text messages of a pool to a country in a day.
    pub sms_per_country_daily: i32,
    /// Text messages of a pool in a day.
    pub sms_per_pool_daily: i32,
    /// Days for which a sign-up waits to be confirmed.
    pub unconfirmed_days: u32,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &LimitsKeys, problems: &mut Problems) -> Option<Limits> {
    let exempt = keys.exempt.iter().map(|text| network(text, problems)).collect::<Option<Vec<_>>>();
    let mut fits = true;
    let mut within = |name: &str, value: u32| {
        if !(1..=MOST).contains(&value) {
            problems.add(&format!("limits.{name}"), format!("must be from 1 to {MOST}"));
            fits = false;
        }
        value
    };
    let limits = Limits {
        exempt: exempt.unwrap_or_default(),
        sign_in_failures: (
            within("sign_in_failures", keys.sign_in_failures),
            within("pool_sign_in_failures", keys.pool_sign_in_failures),
        ),
        sign_ups: (within("sign_ups", keys.sign_ups), within("pool_sign_ups", keys.pool_sign_ups)),
        codes: (within("codes", keys.codes), within("pool_codes", keys.pool_codes)),
        wrong_codes: (within("wrong_codes", keys.wrong_codes), within("pool_wrong_codes", keys.pool_wrong_codes)),
        client_failures: (
            within("client_failures", keys.client_failures),
            within("pool_client_failures", keys.pool_client_failures),
        ),
        refused_calls: within("refused_calls", keys.refused_calls),
        stuffing_people: (
            within("stuffing_people", keys.stuffing_people),
            within("pool_stuffing_people", keys.pool_stuffing_people),
        ),
        mails_per_pool_daily: i32::try_from(within("mails_per_pool_daily", keys.mails_per_pool_daily)).ok()?,
        sms_per_address_hourly: i32::try_from(within("sms_per_address_hourly", keys.sms_per_address_hourly)).ok()?,
        sms_per_country_daily: i32::try_from(within("sms_per_country_daily", keys.sms_per_country_daily)).ok()?,
        sms_per_pool_daily: i32::try_from(within("sms_per_pool_daily", keys.sms_per_pool_daily)).ok()?,
        unconfirmed_days: within("unconfirmed_days", keys.unconfirmed_days),
    };
    fits.then_some(limits)
}

fn network(text: &str, problems: &mut Problems) -> Option<IpNet> {
    let network = server::parse_network(text);
    if network.is_none() {
        problems.add("limits.exempt", format!("`{text}` must be a network such as 10.0.0.0/8"));
    }
    network
}
