//! One file per bug that was found, named after what went wrong. Some are held where their kind is tested:
//!
//! - signing out after the session had idled out revoked nothing:
//!   `doors/oidc/logout.rs`, `a_sign_out_after_the_session_idled_out_still_ends_its_grants`
//! - a code for somebody else than the `id_token_hint` said: `hostile/authorize.rs`,
//!   `an_id_token_hint_gets_no_code_for_anybody_else`
//! - a narrower scope at a refresh released more: `hostile/refresh.rs`, `less_scope_never_releases_more`
//! - switching rotation off revived replaced tokens: `hostile/refresh.rs`, `switching_rotation_off_revives_no_replaced_token`

mod clock_set_back_froze_limits;
mod cut_connection_was_our_fault;
mod cut_off_mail_kept_its_connection;
mod faster_clock_signed_out_the_future;
mod full_disk_kept_a_transaction;
mod hard_stop_was_forgotten;
mod late_mail_killed_the_newer_code;
mod mail_held_the_writer;
mod null_device_key;
mod pre_hijacked_sign_up;
mod quiet_time_in_a_lock;
mod ring_was_made_anew;
mod two_tabs_restored_at_once;
mod unconfirmed_names_were_kept;
