//! What the command line accepts.

use clap::CommandFactory as _;

use super::*;
use crate::domain::access_key::Role;

/// The verbs of pools and clients, parsed as `vestibule VERB …` will parse them.
#[derive(Debug, Parser)]
enum Verbs {
    #[command(subcommand)]
    Admin(admin::Command),
    #[command(subcommand)]
    Client(client::Command),
    #[command(subcommand)]
    Pool(pool::Command),
    #[command(subcommand)]
    Theme(theme::Command),
    #[command(subcommand)]
    Wording(wording::Command),
}

fn parse(line: &str) -> Result<Verbs, String> {
    Verbs::try_parse_from(std::iter::once("vestibule").chain(line.split(' '))).map_err(|error| error.to_string())
}

const POOL: &str = "--pool xx-local-1_AbCd12345";

#[test]
fn the_arguments_are_consistent() {
    Cli::command().debug_assert();
    Verbs::command().debug_assert();
}

#[test]
fn an_access_key_is_of_an_admin_for_all_pools_unless_said() {
    let Ok(Verbs::Admin(admin::Command::CreateAccessKey(key))) = parse("admin create-access-key") else { panic!() };
    assert_eq!((key.role, key.pool), (Role::Admin, None));
    let line = format!("admin create-access-key {POOL} --role read-only");
    let Ok(Verbs::Admin(admin::Command::CreateAccessKey(key))) = parse(&line) else { panic!() };
    assert_eq!(key.role, Role::ReadOnly);
    assert!(key.pool.is_some());
    assert!(parse("admin create-access-key --role root").unwrap_err().contains("admin, operator or read-only"));
    assert!(parse("admin create-access-key --pool ../x").unwrap_err().contains("must be a pool's id"));
}

#[test]
fn an_access_key_is_deleted_by_its_id() {
    let Ok(Verbs::Admin(admin::Command::DeleteAccessKey(key))) = parse("admin delete-access-key AKIA1") else {
        panic!()
    };
    assert_eq!(key.id, "AKIA1");
    assert!(parse("admin delete-access-key").is_err());
    assert!(matches!(parse("admin list-access-keys"), Ok(Verbs::Admin(admin::Command::ListAccessKeys))));
}

#[test]
fn pkce_is_switched_by_a_word() {
    let line = |value: &str| format!("client set-pkce {POOL} --client 1a2b3c4d5e6f7g8h9i0j1k2l3m --require {value}");
    let Ok(Verbs::Client(client::Command::SetPkce(set))) = parse(&line("false")) else { panic!() };
    assert!(!set.require);
    assert!(parse(&line("maybe")).is_err());
    assert!(parse(&format!("client set-pkce {POOL} --require true")).is_err());
}

#[test]
fn the_settings_of_the_api_have_their_verbs() {
    let client = format!("{POOL} --client 1a2b3c4d5e6f7g8h9i0j1k2l3m");
    assert!(parse(&format!("pool show {POOL}")).is_ok() && parse("pool show").is_err());
    assert!(parse(&format!("client show {client}")).is_ok() && parse(&format!("client show {POOL}")).is_err());
    assert!(parse(&format!("pool set-key-rotation {POOL} --days 0")).is_ok());
    assert!(parse(&format!("pool set-key-rotation {POOL} --days 3651")).is_err());
    let origins = "--origin https://a.test --origin https://b.test";
    assert!(parse(&format!("pool set-related-origins {POOL} {origins}")).is_ok());
    assert!(parse(&format!("pool set-related-origins {POOL}")).is_ok());
    assert!(parse(&format!("client set-code-lifetime {client} --seconds 30")).is_ok());
    assert!(parse(&format!("client set-logout {client} --keep-grants true")).is_ok());
    assert!(parse(&format!("client set-logout {client}")).is_err());
    assert!(parse(&format!("client set-recent-proof {client} --require true")).is_ok());
}

#[test]
fn session_lifetimes_are_set_together() {
    assert!(parse(&format!("pool set-session {POOL} --idle-seconds 600 --absolute-seconds 3600")).is_ok());
    assert!(parse(&format!("pool set-session {POOL} --idle-seconds 600")).is_err());
    assert!(parse(&format!("pool set-session {POOL} --idle-seconds soon --absolute-seconds 3600")).is_err());
}

#[test]
fn a_theme_is_set_from_at_least_one_file() {
    assert!(parse(&format!("theme set {POOL} --file theme.json --logo logo.png")).is_ok());
    assert!(parse(&format!("theme set {POOL} --logo logo.png")).is_ok());
    assert!(parse(&format!("theme set {POOL}")).is_err());
    assert!(parse(&format!("theme show {POOL}")).is_ok() && parse(&format!("theme reset {POOL}")).is_ok());
}

#[test]
fn words_are_set_for_one_language_and_shown_for_all() {
    assert!(parse(&format!("wording set {POOL} --language de --file de.ftl")).is_ok());
    assert!(parse(&format!("wording set {POOL} --file de.ftl")).is_err());
    assert!(parse(&format!("wording show {POOL}")).is_ok());
    assert!(parse(&format!("wording show {POOL} --language de")).is_ok());
    assert!(parse(&format!("wording reset {POOL} --language de")).is_ok());
    assert!(parse("wording reset").is_err());
}
