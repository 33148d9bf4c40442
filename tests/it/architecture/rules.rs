//! The rules. Each answers the violations of one file, as lines for a person.

use super::source::Source;

/// What each module of the crate may import, besides itself. `*` is everything.
const IMPORTS: &[(&str, &[&str])] = &[
    ("", &["*"]),
    // nothing but a macro, and nothing at all in most builds
    ("fail_points", &[]),
    ("cli", &["fail_points", "app", "config", "telemetry", "flows", "domain"]),
    ("app", &["*"]),
    // a certificate that cannot be used is a mistake in the configuration
    ("config", &["tls", "domain"]),
    ("telemetry", &["config", "meters", "domain"]),
    // a client of the server, not a part of it: neither flows nor doors
    ("demo", &["outbound", "render", "i18n", "domain"]),
    // what stands on the other side of federation: it may know none of what asks it
    ("simulator", &["crypto", "protocol", "render", "i18n", "domain"]),
    ("web", &["flows", "protocol", "meters", "domain", "render", "i18n"]),
    ("jobs", &["fail_points", "flows", "storage", "messaging", "limits", "crypto", "meters", "domain"]),
    (
        "flows",
        &[
            "fail_points",
            "storage",
            "federation",
            "triggers",
            "messaging",
            "render",
            "i18n",
            "limits",
            "crypto",
            "protocol",
            "meters",
            "domain",
        ],
    ),
    ("federation", &["outbound", "render", "crypto", "protocol", "domain"]),
    ("triggers", &["outbound", "render", "crypto", "protocol", "domain"]),
    ("messaging", &["outbound", "render", "crypto", "protocol", "domain"]),
    ("outbound", &["domain"]),
    ("tls", &["domain"]),
    ("storage", &["crypto", "meters", "domain"]),
    ("limits", &["storage", "meters", "domain"]),
    ("render", &["i18n", "domain"]),
    ("i18n", &["domain"]),
    ("crypto", &["meters", "domain"]),
    ("protocol", &["domain"]),
    // may be called by all who measure, and knows none of them
    ("meters", &["domain"]),
    ("domain", &[]),
];

/// Where a library, or a part of the standard one, may be named.
const CONFINED: &[(&[&str], &[&str])] = &[
    (
        &["actix_web", "actix_session", "actix_http"],
        &[
            "src/web/",
            "src/demo/",
            "src/simulator/",
            "src/app.rs",
            "src/app/",
            "src/cli/serve.rs",
            "src/cli/dev.rs",
            "src/telemetry/",
        ],
    ),
    (&["sea_orm", "sea_orm_migration", "sqlx", "migrations"], &["src/storage/"]),
    (&["std::env"], &["src/config/"]),
    (&["lettre"], &["src/messaging/"]),
    (&["reqwest"], &["src/outbound/"]),
    (&["bergshamra_c14n", "bergshamra_xml", "uppsala"], &["src/federation/saml/"]),
    // the simulated provider reads what we send, and believes whatever it likes
    (&["roxmltree"], &["src/federation/saml/", "src/simulator/saml/"]),
    (&["x509_parser"], &["src/crypto/saml/"]),
    (&["openidconnect"], &["src/demo/"]),
    // Signature V4 is digests and one MAC over text that only protocol/ knows how to write; tls/ names it as the provider
    (&["aws_lc_rs"], &["src/crypto/", "src/protocol/aws/sigv4/", "src/tls/"]),
    (&["argon2", "jsonwebtoken", "webauthn_rs_core"], &["src/crypto/"]),
    (&["figment"], &["src/config/"]),
    (&["metrics"], &["src/meters/", "src/telemetry/"]),
    (&["metrics_exporter_prometheus"], &["src/telemetry/"]),
    (&["opentelemetry", "opentelemetry_otlp", "opentelemetry_sdk", "tracing_opentelemetry"], &["src/telemetry/"]),
];

const MAX_LINES: usize = 400;
const VAGUE_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"];
const DOORS: &[&str] = &["oidc", "hosted", "aws", "console"];

/// Imports that the table does not allow.
pub(super) fn imports(source: &Source) -> Vec<String> {
    let own = source.segment(0);
    let Some((_, allowed)) = IMPORTS.iter().find(|(module, _)| *module == own) else {
        return vec![format!("{}: the module {own} is not in the table of imports", source.path)];
    };
    let is_allowed = |target: &str| target == own || allowed.contains(&"*") || allowed.contains(&target);
    let is_module = |target: &str| IMPORTS.iter().any(|(module, _)| *module == target && !target.is_empty());
    let first = |path: &String| path.split("::").next().unwrap_or_default().to_owned();
    let refused = source.paths.iter().filter(|path| is_module(&first(path)) && !is_allowed(&first(path)));
    refused.map(|path| format!("{}: {own} must not import crate::{path}", source.path)).collect()
}

/// Doors that name each other, and flows that reach below another flow's surface.
pub(super) fn neighbours(source: &Source) -> Vec<String> {
    let (own, place) = (source.segment(0), source.segment(1));
    let mut violations = Vec::new();
    for path in &source.paths {
        let parts: Vec<&str> = path.split("::").collect();
        let target = parts.get(1).copied().unwrap_or_default();
        if own == "web" && parts[0] == "web" && DOORS.contains(&place) && DOORS.contains(&target) && place != target {
            violations.push(format!("{}: the door {place} must not import the door {target}", source.path));
        }
        let is_deep = parts.len() > 3 && parts[2].starts_with(|c: char| c.is_ascii_lowercase());
        if own == "flows" && parts[0] == "flows" && place != target && !place.is_empty() && is_deep {
            violations.push(format!("{}: crate::{path} is an internal of another flow", source.path));
        }
    }
    violations
}

/// Libraries named outside their place.
pub(super) fn confined(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    for (names, places) in CONFINED {
        if places.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        for name in names.iter().filter(|name| names_path(&source.code, name)) {
            violations.push(format!("{}: {name} belongs in {}", source.path, places.join(", ")));
        }
    }
    violations
}

/// Whether the code names a path: `sea_orm::`, `use sea_orm;`, `std::env::`, `use std::{env, …}`.
fn names_path(code: &str, name: &str) -> bool {
    if let Some((parent, child)) = name.split_once("::") {
        let direct = format!("{parent}::{child}");
        let grouped = code.match_indices(&format!("{parent}::{{")).any(|(at, opening)| {
            let group = &code[at + opening.len()..];
            let group = &group[..group.find(';').unwrap_or(group.len())];
            group.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == child)
        });
        return grouped || names_path_directly(code, &direct);
    }
    names_path_directly(code, name)
}

fn names_path_directly(code: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        let is_whole = !code[..at].ends_with(is_word) && !code[at + name.len()..].starts_with(is_word);
        let is_path = code[at + name.len()..].trim_start().starts_with("::")
            || code[..at].trim_end().ends_with("use")
            || code[..at].trim_end().ends_with("extern crate")
            || name.contains("::");
        // `a::name::` is a part of `a`: of ours through `crate::`, or of another library
        let is_inner = code[..at].strip_suffix("::").is_some_and(|parent| parent.ends_with(is_word));
        is_whole && is_path && !is_inner
    })
}

/// Paths mounted beside the lists that the tests walk.
pub(super) fn mounted(source: &Source) -> Vec<String> {
    let is_door =
        ["src/web/", "src/demo/", "src/simulator/", "src/app"].iter().any(|place| source.path.starts_with(place));
    if !is_door || source.path.ends_with("tests.rs") {
        return Vec::new();
    }
    let places: [(&str, &[&str]); 3] = [
        ("web::resource(", &["src/web/mount.rs"]),
        (".service(", &["src/web/mount.rs", "src/demo/mod.rs", "src/simulator/mod.rs", "src/app.rs"]),
        ("config.route(", &["src/web/aws/mod.rs"]),
    ];
    let strays = places
        .into_iter()
        .filter(|(call, places)| !places.contains(&source.path.as_str()) && source.code.contains(call));
    strays.map(|(call, places)| format!("{}: `{call}` belongs in {}", source.path, places.join(", "))).collect()
}

/// Files too long, without a purpose, or with a name that says nothing.
pub(super) fn form(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    let lines = source.text.lines().count();
    if lines > MAX_LINES {
        violations.push(format!("{}: {lines} lines; {MAX_LINES} is the most", source.path));
    }
    if !source.text.starts_with("//!") {
        violations.push(format!("{}: must begin with `//!` and what it is for", source.path));
    }
    let vague = source.path.trim_end_matches(".rs").split(['/', '_']).find(|word| VAGUE_NAMES.contains(word));
    if let Some(word) = vague {
        violations.push(format!("{}: `{word}` says nothing about what is inside", source.path));
    }
    violations
}

#[cfg(test)]
mod tests {
    //! The rules must find what they are there to find.

    use super::*;

    fn violations(rule: fn(&Source) -> Vec<String>, path: &str, text: &str) -> usize {
        rule(&Source::new(path, text)).len()
    }

    #[test]
    fn forbidden_imports_are_found_however_they_are_written() {
        for text in [
            "use crate::storage::Db;",
            "use crate::{domain::x, storage::Db};",
            "use super::super::super::storage;",
            "fn f() { crate::crypto::seal() }",
            "vec![crate::messaging::Message]",
        ] {
            assert_eq!(violations(imports, "src/web/oidc/token.rs", text), 1, "{text}");
        }
        assert_eq!(violations(imports, "src/domain/clock.rs", "use crate::protocol::x;"), 1);
        assert_eq!(violations(imports, "src/storage/mod.rs", "use crate::flows::x;"), 1);
        assert_eq!(violations(imports, "src/crypto/seal.rs", "use crate::storage::x;"), 1);
        assert_eq!(violations(imports, "src/newcomer/mod.rs", ""), 1, "an unknown module needs a row");
    }

    #[test]
    fn allowed_imports_are_left_alone() {
        for (path, text) in [
            ("src/web/oidc/token.rs", "use crate::{flows::token, domain::x, web::extract::y}; use super::error;"),
            ("src/app.rs", "use crate::{storage, crypto, web};"),
            ("src/domain/clock.rs", "use crate::domain::random; // crate::storage"),
            ("src/flows/token/mod.rs", "use crate::storage::Tx; use super::sign_in;"),
        ] {
            assert_eq!(violations(imports, path, text), 0, "{path}");
        }
    }

    #[test]
    fn doors_do_not_know_each_other() {
        assert_eq!(violations(neighbours, "src/web/aws/ops/x.rs", "use crate::web::hosted::page;"), 1);
        assert_eq!(violations(neighbours, "src/web/oidc/mod.rs", "use super::aws;"), 1);
        assert_eq!(violations(neighbours, "src/web/aws/ops/x.rs", "use crate::web::aws::error;"), 0);
        assert_eq!(violations(neighbours, "src/web/aws/ops/x.rs", "use crate::web::extract::x;"), 0);
    }

    #[test]
    fn flows_use_each_others_surface_only() {
        assert_eq!(violations(neighbours, "src/flows/token/x.rs", "crate::flows::sign_in::steps::inner();"), 1);
        assert_eq!(violations(neighbours, "src/flows/token/x.rs", "use crate::flows::sign_in::Outcome::Next;"), 0);
        assert_eq!(violations(neighbours, "src/flows/token/x.rs", "use crate::flows::token::issue::a;"), 0);
    }

    #[test]
    fn libraries_outside_their_place_are_found() {
        for (path, text) in [
            ("src/flows/x.rs", "use actix_web::HttpRequest;"),
            ("src/flows/x.rs", "fn f(r: &actix_session::Session) {}"),
            ("src/web/x.rs", "use sea_orm::EntityTrait;"),
            ("src/flows/x.rs", "use sqlx;"),
            ("src/app.rs", "let x = std::env::var(name);"),
            ("src/cli/x.rs", "use std::{env, fs};"),
            ("src/flows/x.rs", "use std::{\n  collections::HashMap,\n  env::{self, vars},\n};"),
        ] {
            assert_eq!(violations(confined, path, text), 1, "{text}");
        }
    }

    #[test]
    fn libraries_in_their_place_and_words_alike_are_left_alone() {
        for (path, text) in [
            ("src/web/x.rs", "use actix_web::HttpRequest;"),
            ("src/cli/serve.rs", "use actix_web::HttpServer;"),
            ("src/storage/x.rs", "use sea_orm::EntityTrait;"),
            ("src/config/source.rs", "std::env::vars_os()"),
            ("src/main.rs", "rustls::crypto::aws_lc_rs::default_provider()"),
            ("src/domain/x.rs", "// actix_web::x\nlet sea_orm = 1; let env = env!(\"X\"); use std::fs;"),
        ] {
            assert_eq!(violations(confined, path, text), 0, "{text}");
        }
    }

    #[test]
    fn paths_beside_the_lists_are_found() {
        for (path, text) in [
            ("src/web/oidc/mod.rs", "config.service(web::resource(X).route(web::get().to(get)))"),
            ("src/app/start.rs", "app.service(x)"),
            ("src/web/hosted/mod.rs", "config.route(X, web::get().to(get));"),
        ] {
            assert!(violations(mounted, path, text) > 0, "{text}");
        }
        assert_eq!(violations(mounted, "src/web/mount.rs", "config.service(answers(web::resource(*path)));"), 0);
        assert_eq!(violations(mounted, "src/web/oidc/mod.rs", "at.route(web::get().to(get))"), 0);
    }

    #[test]
    fn form_is_kept() {
        let long = format!("//! Long.\n{}", "\n".repeat(MAX_LINES));
        assert_eq!(violations(form, "src/a.rs", &long), 1);
        assert_eq!(violations(form, "src/a.rs", "use x;"), 1);
        for path in ["src/utils.rs", "src/web/key_manager.rs", "src/helper/mod.rs"] {
            assert_eq!(violations(form, path, "//! X."), 1, "{path}");
        }
        assert_eq!(violations(form, "src/a.rs", "//! Short."), 0);
    }
}
