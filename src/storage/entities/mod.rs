//! The tables as sea-orm sees them: one file for each, without any logic. `migrations/` creates them.
#![expect(unreachable_pub, reason = "the derive makes its own types public and takes no narrower ones")]

pub(super) mod access_keys;
pub(super) mod attempts;
pub(super) mod clients;
pub(super) mod codes;
pub(super) mod configuration_version;
pub(super) mod devices;
pub(super) mod events;
pub(super) mod first_codes;
pub(super) mod grants;
pub(super) mod group_members;
pub(super) mod groups;
pub(super) mod identifiers;
pub(super) mod identities;
pub(super) mod job_leases;
pub(super) mod outbox;
pub(super) mod passkey_challenges;
pub(super) mod passkeys;
pub(super) mod password_history;
pub(super) mod pools;
pub(super) mod provider_identifiers;
pub(super) mod providers;
pub(super) mod recovery_codes;
pub(super) mod resource_servers;
pub(super) mod ring_keys;
pub(super) mod session_logins;
pub(super) mod sign_ins;
pub(super) mod signing_keys;
pub(super) mod spare_keys;
pub(super) mod themes;
pub(super) mod totp_secrets;
pub(super) mod trips;
pub(super) mod user_search;
pub(super) mod users;
pub(super) mod usual_places;
pub(super) mod wordings;
