//! Layers, names and refusals of the whole configuration.

use std::{ffi::OsString, fs, path::Path};

use secrecy::ExposeSecret as _;

use super::*;
use crate::domain::random::SystemRandom;

/// 32 bytes that are not all the same.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn load(rules: Rules, file: Option<&str>, environment: &[(&str, &str)]) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    load_in(folder.path(), rules, file, environment)
}

fn load_in(folder: &Path, rules: Rules, file: Option<&str>, environment: &[(&str, &str)]) -> Result<Config, String> {
    let file = file.map(|text| {
        let path = folder.join("vestibule.toml");
        fs::write(&path, text).unwrap();
        path
    });
    let environment = environment.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect();
    let sources = Sources { file, environment, data_folder: folder.join("data") };
    Config::load(rules, &sources, &SystemRandom).map_err(|error| error.to_string())
}

fn refused(file: Option<&str>, environment: &[(&str, &str)]) -> String {
    let mut environment = environment.to_vec();
    if !environment.iter().any(|(name, _)| name.starts_with("VESTIBULE_MASTER_KEY")) {
        environment.push(("VESTIBULE_MASTER_KEY", KEY));
    }
    load(Rules::Serve, file, &environment).expect_err("must be refused")
}

#[test]
fn a_master_key_is_enough_to_serve_on_loopback() {
    let config = load(Rules::Serve, None, &[("VESTIBULE_MASTER_KEY", KEY)]).unwrap();
    assert_eq!(config.public_origin(), "http://localhost:8080");
    assert_eq!(config.database.url.expose_secret(), "sqlite://./data/vestibule.db");
    assert_eq!(config.master_key.expose_secret()[..3], [0, 1, 2]);
    assert_eq!(config.mail.from, "no-reply@localhost");
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.drain_notice.as_secs(), 2);
    assert!(config.bootstrap.is_none() && config.mail.smtp.is_none());
}

#[test]
fn serve_and_operate_refuse_a_missing_master_key() {
    for rules in [Rules::Serve, Rules::Operate] {
        let error = load(rules, None, &[]).unwrap_err();
        assert!(error.contains("keys.master_key (VESTIBULE_MASTER_KEY): is missing"), "{error}");
    }
}

#[test]
fn a_master_key_is_32_real_bytes() {
    for text in ["c2hvcnQ=", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="] {
        let error = refused(None, &[("VESTIBULE_MASTER_KEY", text)]);
        assert!(error.contains("must be 32 bytes in base64") && !error.contains(text), "{error}");
    }
    let both = refused(None, &[("VESTIBULE_MASTER_KEY", KEY), ("VESTIBULE_MASTER_KEY_FILE", "key")]);
    assert!(both.contains("together"), "{both}");
    assert!(refused(None, &[("VESTIBULE_MASTER_KEY_FILE", "/nonexistent")]).contains("keys.master_key_file"));
}

#[test]
fn the_master_key_may_lie_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    fs::write(&path, format!("{KEY}\n")).unwrap();
    let environment = [("VESTIBULE_MASTER_KEY_FILE", path.to_str().unwrap())];
    let config = load_in(folder.path(), Rules::Serve, None, &environment).unwrap();
    assert_eq!(config.master_key.expose_secret()[31], 31);
}

#[test]
fn dev_makes_its_master_key_once_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let first = load_in(folder.path(), Rules::Dev, None, &[]).unwrap();
    let second = load_in(folder.path(), Rules::Dev, None, &[]).unwrap();
    assert_eq!(first.master_key.expose_secret(), second.master_key.expose_secret());
    assert_eq!(first.log.format, LogFormat::Pretty);
    let files: Vec<_> = fs::read_dir(folder.path().join("data")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files, [folder.path().join("data/master.key")], "no draft stays behind");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_development_key_is_found_for_the_development_database_alone() {
    let folder = tempfile::tempdir().unwrap();
    let dev = load_in(folder.path(), Rules::Dev, None, &[]).unwrap();
    let operate = load_in(folder.path(), Rules::Operate, None, &[]).unwrap();
    assert_eq!(dev.master_key.expose_secret(), operate.master_key.expose_secret());
    let other = [("VESTIBULE_DATABASE_URL", "postgres://db/prod")];
    assert!(load_in(folder.path(), Rules::Operate, None, &other).unwrap_err().contains("keys.master_key"));
    assert!(load_in(folder.path(), Rules::Serve, None, &[]).unwrap_err().contains("keys.master_key"));
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_defaults() {
    let file = "[hashing]\nworkers = 3\niterations = 4\n[server]\nallowed_hosts = [\"a.test\"]\n";
    let environment = [
        ("VESTIBULE_MASTER_KEY", KEY),
        ("VESTIBULE_HASHING__WORKERS", "5"),
        ("VESTIBULE_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("VESTIBULE_REGION", ""),
        ("HOME", "/root"),
    ];
    let config = load(Rules::Serve, Some(file), &environment).unwrap();
    assert_eq!(config.hashing.workers, Some(5));
    assert_eq!(config.hashing.iterations, 4);
    assert_eq!(config.hashing.max_wait_ms, 2000);
    assert_eq!(config.allowed_hosts, ["a.test"]);
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.region, "xx-local-1", "an empty variable counts as unset");
}

#[test]
fn unknown_names_are_refused_with_the_nearest_known_one() {
    let error = refused(None, &[("VESTIBULE_HASHING__WORKER", "1"), ("VESTIBULE_PUBLICURL", "x")]);
    assert!(error.contains(
        "VESTIBULE_HASHING__WORKER: is not a known setting; the nearest known name is VESTIBULE_HASHING__WORKERS"
    ));
    assert!(error.contains("nearest known name is VESTIBULE_PUBLIC_URL"), "{error}");
    let error = refused(Some("[hashing]\nworkres = 1\n[sever]\nlisten = \"x\"\n"), &[]);
    assert!(error.contains("hashing.workres: is not a known setting; the nearest known name is hashing.workers"));
    assert!(error.contains("sever: is not a known setting; the nearest known name is server"), "{error}");
    assert!(refused(Some("listen = \"127.0.0.1:1\""), &[]).contains("nearest known name is server.listen"));
    assert!(refused(None, &[("VESTIBULE_SERVICE_HOST", "10.0.0.1")]).contains("enableServiceLinks"));
}

#[test]
fn values_of_the_wrong_shape_are_refused_by_key_without_being_repeated() {
    let error = refused(Some("[hashing]\nworkers = \"many\"\n"), &[]);
    assert!(error.contains("hashing.workers (VESTIBULE_HASHING__WORKERS): must be a whole number"), "{error}");
    assert!(refused(None, &[("VESTIBULE_HASHING__WORKERS", "-1")]).contains("must be a whole number"));
    assert!(refused(Some("hashing = 5"), &[]).contains("hashing"));
    let error = refused(Some("[database]\nurl = 314159\n"), &[]);
    assert!(error.contains("database.url") && !error.contains("314159"), "{error}");
    let error = refused(Some("[keys]\nmaster_key = \"hunter2\n"), &[]);
    assert!(error.contains("is not valid TOML") && !error.contains("hunter2"), "{error}");
}

#[test]
fn values_out_of_bounds_are_refused_all_at_once() {
    let error = refused(
        None,
        &[
            ("VESTIBULE_HASHING__WORKERS", "0"),
            ("VESTIBULE_HASHING__MEMORY_KIB", "1024"),
            ("VESTIBULE_HASHING__ITERATIONS", "1"),
            ("VESTIBULE_HASHING__MAX_WAIT_MS", "1"),
            ("VESTIBULE_DATABASE_URL", "mysql://db"),
            ("VESTIBULE_DATABASE__MAX_CONNECTIONS", "1"),
            ("VESTIBULE_DATABASE__TIMEOUT_SECS", "0"),
            ("VESTIBULE_EVENTS__KEEP_DAYS", "36501"),
            ("VESTIBULE_SERVER__DRAIN_NOTICE_SECS", "301"),
            ("VESTIBULE_SMTP_URL", "http://mail"),
            ("VESTIBULE_MAIL__FROM", "nobody"),
            ("VESTIBULE_LOG", "loud=9"),
            ("VESTIBULE_LOG__FORMAT", "xml"),
            ("VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID", "short"),
        ],
    );
    for path in [
        "hashing.workers",
        "hashing.memory_kib",
        "hashing.iterations",
        "hashing.max_wait_ms",
        "database.url",
        "database.max_connections",
        "database.timeout_secs",
        "events.keep_days",
        "server.drain_notice_secs",
        "mail.smtp_url",
        "mail.from",
        "log.filter",
        "log.format",
        "bootstrap.secret_access_key",
    ] {
        assert!(error.contains(path), "{path} is missing in: {error}");
    }
}

#[test]
fn events_are_kept_for_a_year_or_for_ever() {
    let kept = |environment: &[(&str, &str)]| load(Rules::Operate, None, environment).unwrap().events.keep_days;
    assert_eq!(kept(&[("VESTIBULE_MASTER_KEY", KEY)]), Some(365));
    assert_eq!(kept(&[("VESTIBULE_MASTER_KEY", KEY), ("VESTIBULE_EVENTS__KEEP_DAYS", "0")]), None);
}

#[test]
fn traces_are_refused_by_a_program_that_cannot_send_them() {
    let collector = ("VESTIBULE_TRACES__OTLP_URL", "http://collector:4318/v1/traces");
    let loaded = load(Rules::Serve, None, &[("VESTIBULE_MASTER_KEY", KEY), collector]);
    if cfg!(feature = "otel") {
        assert_eq!(loaded.unwrap().traces.otlp_url.unwrap().as_str(), collector.1);
        for wrong in ["collector:4318", "ftp://collector/", "http://user:hunter2@collector/"] {
            let error = refused(None, &[(collector.0, wrong)]);
            assert!(error.contains("traces.otlp_url") && !error.contains("hunter2"), "{error}");
        }
    } else {
        assert!(loaded.unwrap_err().contains("built without the feature `otel`"));
    }
    let without = load(Rules::Serve, None, &[("VESTIBULE_MASTER_KEY", KEY)]).unwrap();
    assert_eq!(without.traces.otlp_url, None);
}

#[test]
fn a_bootstrap_key_is_whole_and_strong() {
    let id = ("VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID", "VSTBOOTSTRAP00000001");
    let secret = ("VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY", "0123456789abcdefghijABCDEFGHIJ0123456789");
    assert!(refused(None, &[secret]).contains("bootstrap.access_key_id"));
    let weak = ("VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY", "hunter2");
    let error = refused(None, &[id, weak]);
    assert!(error.contains("bootstrap.secret_access_key") && !error.contains("hunter2"), "{error}");
    let config = load(Rules::Serve, None, &[id, secret, ("VESTIBULE_MASTER_KEY", KEY)]).unwrap();
    assert_eq!(config.bootstrap.unwrap().access_key_id, id.1);
}

#[test]
fn no_secret_is_printed() {
    let environment = [
        ("VESTIBULE_MASTER_KEY", KEY),
        ("VESTIBULE_DATABASE_URL", "postgres://user:hunter2@db/prod"),
        ("VESTIBULE_SMTP_URL", "smtps://user:hunter3@mail.example.com"),
        ("VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID", "VSTBOOTSTRAP00000001"),
        ("VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY", "hunter4-56789abcdefghijABCDEFGHIJ0123456789"),
    ];
    let config = load(Rules::Serve, None, &environment).unwrap();
    let printed = format!("{config:?}");
    assert!(!printed.contains("hunter"), "{printed}");
    assert!(!printed.contains("[0, 1, 2"), "{printed}");
    assert!(printed.contains("VSTBOOTSTRAP00000001"));
}

#[test]
fn an_unreadable_file_is_named() {
    let sources = Sources {
        file: Some("/nonexistent/vestibule.toml".into()),
        environment: Vec::new(),
        data_folder: "/nonexistent".into(),
    };
    let error = Config::load(Rules::Serve, &sources, &SystemRandom).unwrap_err();
    assert_eq!(error.problems[0].place, "/nonexistent/vestibule.toml");
}

#[test]
fn every_key_has_one_path_and_one_variable_that_follow_the_rules() {
    let mut seen = std::collections::HashSet::new();
    for section in SECTIONS {
        for key in section.keys {
            assert!(key.path.starts_with(&format!("{}.", section.name)), "{}", key.path);
            assert!(key.env.starts_with("VESTIBULE_"), "{}", key.env);
            assert!(!key.doc.is_empty() && seen.insert(key.path) && seen.insert(key.env), "{}", key.path);
            // the struct that serde reads knows the declared path
            let (table, name) = key.path.split_once('.').unwrap();
            let value = match key.shape {
                Shape::Text | Shape::Secret => "\"x\"",
                Shape::Number => "7",
                Shape::List => "[\"x\"]",
            };
            let error = load(Rules::Serve, Some(&format!("[{table}]\n{name} = {value}\n")), &[]).unwrap_err();
            assert!(!error.contains("table of known keys") && !error.contains("must be text"), "{error}");
        }
    }
}

#[test]
fn the_reference_page_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/reference/configuration.md");
    let written = fs::read_to_string(path).unwrap_or_default();
    assert!(written == reference(), "docs/reference/configuration.md is stale: run `make reference`");
}
