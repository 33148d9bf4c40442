//! Keys whose names are promised but whose features do not exist yet. Setting one stops the start: a setting that is
//! silently ignored is worse than none.

/// Path in the file and environment variable of each such key.
pub(super) const PLANNED: &[(&str, &str)] = &[
    ("sms.url", "VESTIBULE_SMS_URL"),
    ("tls.cert", "VESTIBULE_TLS_CERT"),
    ("tls.key", "VESTIBULE_TLS_KEY"),
    ("outbound.extra_ca_file", "VESTIBULE_EXTRA_CA_FILE"),
    ("outbound.allow", "VESTIBULE_OUTBOUND_ALLOW"),
];
