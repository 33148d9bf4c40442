//! Password hashing, the key ring, sealing at rest, signing, one-time codes. Knows nothing of HTTP or SQL.
//!
//! ```text
//! master key (outside the database)
//!   └─ wraps the data keys of the ring, one per version (rows of the database)
//!        └─ HKDF: a sub-key per purpose ── at-rest sealing · sealed state · MACs · keyed hashes · pepper · cookies
//! ```
//!
//! What must be read back is sealed ([`ring::KeyRing::seal`]); what a bearer presents is kept as a keyed hash
//! ([`bearer`], [`one_time_code`]) or not at all ([`refresh_token`], a MAC). Secrets are compared in constant time.

pub mod backup;
pub mod bearer;
pub mod digest;
pub mod hashing;
pub mod known_passwords;
pub mod one_time_code;
pub mod passkey;
pub mod recovery_code;
pub mod refresh_token;
pub mod ring;
pub mod saml;
pub mod sealed_state;
pub mod secret_hash;
pub mod signing;
pub mod totp;
pub mod webhook;
