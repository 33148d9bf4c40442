//! Keys whose names are promised but whose features do not exist yet. Setting one stops the start: a setting that is
//! silently ignored is worse than none.

/// Path in the file and environment variable of each such key.
pub(super) const PLANNED: &[(&str, &str)] = &[("sms.url", "VESTIBULE_SMS_URL")];
