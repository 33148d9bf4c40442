//! Logs: structured, with request ids, without secrets.
