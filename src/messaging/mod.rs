//! Messages: the outbox's payloads, and the senders that deliver them.

pub mod mail;
