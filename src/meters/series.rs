//! The list of series, from which come the help texts, the reference page and the bounds on labels.

use metrics::{describe_counter, describe_gauge, describe_histogram};

/// How a series behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only grows, until the process ends.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Durations in seconds, sorted into buckets.
    Histogram,
}

impl Kind {
    /// The word of the exposition format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// One series.
#[derive(Debug)]
pub struct Series {
    /// Its name; names end in their unit.
    pub name: &'static str,
    /// How it behaves.
    pub kind: Kind,
    /// Its labels.
    pub labels: &'static [&'static str],
    /// What it says.
    pub help: &'static str,
}

/// Declares the series: a constant for each name, and the list of all.
macro_rules! series {
    ($($constant:ident = $kind:ident $name:literal [$($label:literal),*] $help:literal;)*) => {
        $(pub(super) const $constant: &str = $name;)*

        impl Series {
            /// All of them, in the order of the reference page.
            pub const ALL: &'static [Self] = &[
                $(Self { name: $constant, kind: Kind::$kind, labels: &[$($label),*], help: $help },)*
            ];
        }
    };
}

series! {
    HTTP_REQUESTS = Counter "vestibule_http_requests_total" ["door", "route", "method", "status"]
        "Requests answered on the public listener; `route` is the pattern without the pool, `status` the class (2xx to 5xx)";
    HTTP_SECONDS = Histogram "vestibule_http_request_seconds" ["door", "route"]
        "Time from a request's head to its answer's head";
    SIGN_INS = Counter "vestibule_sign_ins_total" ["outcome"]
        "Passwords tried as a first factor, by how that ended";
    RISKS = Counter "vestibule_sign_in_risks_total" ["level", "action"]
        "Sign-ins that were weighed, by the level of their risk and by what the pool does about it";
    LIMITS_REACHED = Counter "vestibule_limit_refusals_total" ["limit"]
        "Attempts refused because an account's or a code's limit is reached (`sign_in`: the account is locked)";
    RATE_REFUSALS = Counter "vestibule_rate_refusals_total" ["rate", "scope"]
        "Requests refused because an address or a pool came too often";
    STUFFING = Counter "vestibule_stuffing_suspicions_total" ["scope"]
        "Times that the failures from an address or at a pool looked like stuffing";
    TOKENS = Counter "vestibule_tokens_issued_total" ["grant"]
        "Token answers, by what was exchanged for them";
    TOKEN_REFUSALS = Counter "vestibule_token_refusals_total" ["error"]
        "Refusals of the token endpoint, by the error's code";
    REFRESH_REUSE = Counter "vestibule_refresh_reuse_total" ["outcome"]
        "Refresh tokens that came after they were replaced: `replayed` within the grace window, `killed` with their family";
    HASHES_WAITING = Gauge "vestibule_hash_queue_length" []
        "Passwords that wait for a hashing thread";
    HASH_WAIT_SECONDS = Histogram "vestibule_hash_wait_seconds" []
        "Time that a password waited for a hashing thread";
    HASH_SECONDS = Histogram "vestibule_hash_seconds" []
        "Time that a hash took";
    HASHES_SHED = Counter "vestibule_hashes_shed_total" []
        "Passwords that were not hashed because the queue was full";
    MAILS = Counter "vestibule_mails_total" ["outcome"]
        "Tries to deliver a mail, by how they ended";
    SMS = Counter "vestibule_sms_total" ["outcome"]
        "Tries to hand a text message to the gateway, by how they ended";
    SMS_PARTS = Counter "vestibule_sms_parts_total" []
        "Parts of the text messages that were handed to the gateway: what it bills";
    OUTBOX_LENGTH = Gauge "vestibule_outbox_length" []
        "Messages that are still to be delivered";
    OUTBOX_AGE_SECONDS = Gauge "vestibule_outbox_oldest_seconds" []
        "Age of the oldest message that is still to be delivered; 0 when there is none";
    DATABASE_UP = Gauge "vestibule_database_up" []
        "1 when the database answered this look at it";
    DATABASE_STATEMENTS = Counter "vestibule_database_statements_total" ["kind"]
        "Statements run";
    DATABASE_RETRIES = Counter "vestibule_database_retries_total" []
        "Units of work that were run again because another one was in their way";
    DATABASE_SKEW_SECONDS = Gauge "vestibule_database_clock_skew_seconds" []
        "By how much the database's clock is ahead of this node's, where the database has one";
    CERTIFICATE_SECONDS = Gauge "vestibule_certificate_left_seconds" []
        "Time until the certificate of the public listener ends, where it has one; negative once it has";
    BUILD = Gauge "vestibule_build_info" ["version"]
        "Always 1; the label says which version runs";
    START_TIME = Gauge "process_start_time_seconds" []
        "When the process started, in seconds since 1970";
    MEMORY = Gauge "process_resident_memory_bytes" []
        "Memory in use (Linux only)";
    OPEN_FDS = Gauge "process_open_fds" []
        "Open files and connections (Linux only)";
}

/// Tells the recorder what each series says. Called by whoever installs one.
pub fn describe() {
    for series in Series::ALL {
        match series.kind {
            Kind::Counter => describe_counter!(series.name, series.help),
            Kind::Gauge => describe_gauge!(series.name, series.help),
            Kind::Histogram => describe_histogram!(series.name, series.help),
        }
    }
}

/// The list as the rows of the reference page's table.
#[must_use]
pub fn reference() -> String {
    let row = |series: &Series| {
        let labels: Vec<_> = series.labels.iter().map(|label| format!("`{label}`")).collect();
        format!("| `{}` | {} | {} | {} |\n", series.name, series.kind.as_str(), labels.join(", "), series.help)
    };
    Series::ALL.iter().map(row).collect()
}
