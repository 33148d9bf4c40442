//! Schema changes: one change per file, one source for SQLite and PostgreSQL.
//!
//! Changes only go forward; each runs in a transaction. A change that was ever released is never edited.

mod columns;
mod m0001_create_ring_keys;
mod m0002_create_pools;
mod m0003_create_clients;
mod m0004_create_signing_keys;
mod m0005_create_users;
mod m0006_create_identifiers;
mod m0007_create_user_search;
mod m0008_create_codes;
mod m0009_create_sign_ins;
mod m0010_create_attempts;
mod m0011_create_sessions;
mod m0012_create_session_logins;
mod m0013_create_grants;
mod m0014_create_outbox;
mod m0015_create_access_keys;
mod m0016_create_events;
mod m0017_create_themes;
mod m0018_create_groups;
mod m0019_create_group_members;
mod m0020_create_resource_servers;
mod m0022_add_address_of_codes;
mod m0025_merge_sessions;
mod m0028_time_signing_keys;
mod m0029_create_spare_keys;
mod m0030_create_job_leases;
mod m0031_create_configuration_version;
mod m0035_create_wordings;
mod m0040_add_actor_of_events;
mod m0041_order_events_by_id;
mod m0045_count_epochs;
mod m0046_find_unconfirmed_users;
mod m0050_create_totp_secrets;
mod m0060_create_password_history;
mod m0070_add_code_of_sign_ins;
mod m0071_create_recovery_codes;
mod m0072_create_first_codes;
mod m0090_create_passkeys;
mod m0091_create_passkey_challenges;
mod m0100_add_channel_of_first_codes;
mod m0110_create_devices;
mod m0120_create_usual_places;
mod m0130_add_account_pages;
mod m0131_add_place_of_sessions;
mod m0140_create_providers;
mod m0141_create_trips;
mod m0142_add_provider_of_sessions;
mod m0144_create_posted_names;
mod m0145_create_saml;
mod m0146_create_saml_sessions;
mod m0150_create_provider_tokens;
mod m0155_find_saml_sessions;
mod m0157_create_event_feedback;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All changes in order.
#[derive(Clone, Copy, Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_create_ring_keys::Migration),
            Box::new(m0002_create_pools::Migration),
            Box::new(m0003_create_clients::Migration),
            Box::new(m0004_create_signing_keys::Migration),
            Box::new(m0005_create_users::Migration),
            Box::new(m0006_create_identifiers::Migration),
            Box::new(m0007_create_user_search::Migration),
            Box::new(m0008_create_codes::Migration),
            Box::new(m0009_create_sign_ins::Migration),
            Box::new(m0010_create_attempts::Migration),
            Box::new(m0011_create_sessions::Migration),
            Box::new(m0012_create_session_logins::Migration),
            Box::new(m0013_create_grants::Migration),
            Box::new(m0014_create_outbox::Migration),
            Box::new(m0015_create_access_keys::Migration),
            Box::new(m0016_create_events::Migration),
            Box::new(m0017_create_themes::Migration),
            Box::new(m0018_create_groups::Migration),
            Box::new(m0019_create_group_members::Migration),
            Box::new(m0020_create_resource_servers::Migration),
            Box::new(m0022_add_address_of_codes::Migration),
            Box::new(m0025_merge_sessions::Migration),
            Box::new(m0028_time_signing_keys::Migration),
            Box::new(m0029_create_spare_keys::Migration),
            Box::new(m0030_create_job_leases::Migration),
            Box::new(m0031_create_configuration_version::Migration),
            Box::new(m0035_create_wordings::Migration),
            Box::new(m0040_add_actor_of_events::Migration),
            Box::new(m0041_order_events_by_id::Migration),
            Box::new(m0045_count_epochs::Migration),
            Box::new(m0046_find_unconfirmed_users::Migration),
            Box::new(m0050_create_totp_secrets::Migration),
            Box::new(m0060_create_password_history::Migration),
            Box::new(m0070_add_code_of_sign_ins::Migration),
            Box::new(m0071_create_recovery_codes::Migration),
            Box::new(m0072_create_first_codes::Migration),
            Box::new(m0090_create_passkeys::Migration),
            Box::new(m0091_create_passkey_challenges::Migration),
            Box::new(m0100_add_channel_of_first_codes::Migration),
            Box::new(m0110_create_devices::Migration),
            Box::new(m0120_create_usual_places::Migration),
            Box::new(m0130_add_account_pages::Migration),
            Box::new(m0131_add_place_of_sessions::Migration),
            Box::new(m0140_create_providers::Migration),
            Box::new(m0141_create_trips::Migration),
            Box::new(m0142_add_provider_of_sessions::Migration),
            Box::new(m0144_create_posted_names::Migration),
            Box::new(m0145_create_saml::Migration),
            Box::new(m0146_create_saml_sessions::Migration),
            Box::new(m0150_create_provider_tokens::Migration),
            Box::new(m0155_find_saml_sessions::Migration),
            Box::new(m0157_create_event_feedback::Migration),
        ]
    }
}
