//! `vestibule doctor`: each thing that it knows is found where it is so, and not where it is not.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, DatabaseBackend, Statement};
use serde_json::json;
use vestibule::domain::access_key::Role;
use vestibule::domain::client::RefreshRotation;
use vestibule::domain::pool::PoolSettings;
use vestibule::domain::sign_in::Factor;
use vestibule::flows::doctor::{self, Finding, Severity};
use vestibule::flows::manage::access_keys;
use vestibule::flows::manage::signing_keys::{self, Rotation};
use vestibule::storage::Integrity;

use crate::support::app::TestApp;
use crate::support::database::sqlite;

async fn found(app: &TestApp) -> Vec<Finding> {
    doctor::examine(&app.deps()).await.unwrap()
}

fn errors(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).collect()
}

fn has(findings: &[Finding], check: &str, subject: &str) -> bool {
    findings.iter().any(|finding| finding.check == check && finding.subject.contains(subject))
}

#[actix_web::test]
async fn a_sound_installation_with_people_has_no_errors() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = app.browser();
    app.app_client().sign_in(&app.client, &mut browser, &ada).await;
    let findings = found(&app).await;
    // The clock of a test is not the database's.
    let errors: Vec<_> = errors(&findings).into_iter().filter(|finding| finding.check != "clock_skew").collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[actix_web::test]
async fn every_unsafe_switch_is_shown_with_its_client() {
    let app = TestApp::start().await;
    let safe = app
        .add_public(&app.pool, |settings| {
            settings.rotation = Some(RefreshRotation { enabled: true, grace_secs: 10 });
            settings.hides_user_existence = None;
            settings.require_pkce = None;
        })
        .await;
    let unsafe_client = app
        .add_public(&app.pool, |settings| {
            settings.require_pkce = Some(false);
            settings.hides_user_existence = Some(false);
            settings.rotation = Some(RefreshRotation { enabled: false, grace_secs: 0 });
            settings.token_revocation = Some(false);
            settings.lifetimes.refresh = Some(2 * 365);
        })
        .await;
    let findings = found(&app).await;
    for check in ["without_pkce", "tells_users", "without_rotation", "without_revocation", "long_refresh"] {
        assert!(has(&findings, check, unsafe_client.id.as_str()), "{check}: {findings:?}");
        assert!(!has(&findings, check, safe.id.as_str()), "{check}: {findings:?}");
    }
}

#[actix_web::test]
async fn a_risk_that_asks_for_factors_which_nobody_has_is_shown() {
    let app = TestApp::start().await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let (sdk, pool) = (app.aws_sdk(&key), app.pool.id.to_string());
    let actions = json!({ "HighAction": { "Notify": false, "EventAction": "MFA_REQUIRED" } });
    for (operation, more) in [
        ("UpdateUserPool", json!({ "UserPoolAddOns": { "AdvancedSecurityMode": "ENFORCED" } })),
        ("SetRiskConfiguration", json!({ "AccountTakeoverRiskConfiguration": { "Actions": actions } })),
    ] {
        assert!(!has(&found(&app).await, "risk_without_factors", &pool));
        let mut input = more;
        input["UserPoolId"] = json!(pool);
        assert_eq!(sdk.call(operation, &input).await.code(), 200, "{operation}");
    }
    assert!(has(&found(&app).await, "risk_without_factors", &pool));
    let input = json!({ "UserPoolId": pool, "MfaConfiguration": "OPTIONAL",
        "SoftwareTokenMfaConfiguration": { "Enabled": true } });
    assert_eq!(sdk.call("SetUserPoolMfaConfig", &input).await.code(), 200);
    assert!(!has(&found(&app).await, "risk_without_factors", &pool));
}

/// Whoever has neither a password nor anything else that lets them in is counted, and nobody else.
#[actix_web::test]
async fn people_with_nothing_to_come_with_are_counted() {
    let app = TestApp::start().await;
    for name in ["ada", "bob", "cleo", "dora"] {
        app.person(name).await;
    }
    let told = async || {
        let findings = found(&app).await;
        let finding = findings.into_iter().find(|finding| finding.check == "users_without_credential");
        finding.map(|finding| {
            assert_eq!(finding.subject, app.pool.id.as_str());
            finding.message.split(' ').next().unwrap().to_owned()
        })
    };
    assert_eq!(told().await, None);
    app.past_the_repositories("UPDATE users SET password = NULL").await;
    assert_eq!(told().await.as_deref(), Some("4"));

    let of = |name: &str| format!("(SELECT id FROM users WHERE username = '{name}')");
    let (pool, ada, bob) = (app.pool.id.as_str(), of("ada"), of("bob"));
    app.past_the_repositories(&format!("UPDATE users SET status = 'EXTERNAL_PROVIDER' WHERE id = {ada}")).await;
    app.past_the_repositories(&format!("UPDATE users SET status = 'UNCONFIRMED' WHERE id = {bob}")).await;
    assert_eq!(told().await.as_deref(), Some("2"), "who comes from a provider, and who is signing up");
    let columns = "pool_id, provider_id, attribute, subject, user_id, is_primary, created_at";
    let values = format!("'{pool}', '{pool}', 'Cognito_Subject', 's', {}, true, 0", of("cleo"));
    app.past_the_references(&format!("INSERT INTO identities ({columns}) VALUES ({values})")).await;
    assert_eq!(told().await.as_deref(), Some("1"), "who is linked to an account elsewhere");
}

#[actix_web::test]
async fn where_codes_let_people_in_nobody_needs_a_password() {
    let by_code = |pool: &mut PoolSettings| pool.first_factors = [Factor::Password, Factor::EmailCode].into();
    let app = TestApp::setup().pool(by_code).start().await;
    app.person("ada").await;
    app.past_the_repositories("UPDATE users SET password = NULL").await;
    assert!(!has(&found(&app).await, "users_without_credential", app.pool.id.as_str()));
}

/// I9: a sealed cell that was changed, and a row that belongs to nothing, are errors that name their place.
#[actix_web::test]
async fn broken_seals_and_orphans_are_errors() {
    let app = TestApp::start().await;
    let confidential = app.add_confidential(&app.pool, |_| {}).await;
    let ada = app.person("ada").await;
    app.past_the_repositories(&format!(
        "UPDATE clients SET secret = private_key FROM signing_keys WHERE clients.id = '{}'",
        confidential.id
    ))
    .await;
    app.past_the_repositories(&format!("DELETE FROM identifiers WHERE user_id = '{}'", ada.id)).await;
    let findings = found(&app).await;
    let errors = errors(&findings);
    assert!(
        errors.iter().any(|it| it.check == "sealed" && it.subject == format!("clients/{}", confidential.id)),
        "{errors:?}"
    );
    assert!(errors.iter().any(|it| it.check == "orphans" && it.subject == "users"), "{errors:?}");
    assert_eq!(findings.first().map(|finding| finding.severity), Some(Severity::Error), "the worst come first");
}

/// A clock that is far from the database's is an error; one that goes with it is none.
#[actix_web::test]
async fn a_clock_that_is_off_is_an_error() {
    let app = TestApp::start().await;
    let Some(theirs) = app.deps().storage.database().clock().await.unwrap() else {
        assert!(!has(&found(&app).await, "clock_skew", "-"), "SQLite's clock is this machine's");
        return;
    };
    app.advance_secs(theirs.secs() - app.now().secs());
    assert!(errors(&found(&app).await).iter().all(|finding| finding.check != "clock_skew"));
    app.advance_secs(-300);
    let findings = found(&app).await;
    assert!(errors(&findings).iter().any(|it| it.check == "clock_skew" && it.subject == "-"), "{findings:?}");
}

#[actix_web::test]
async fn a_pool_without_a_key_that_signs_is_an_error() {
    let app = TestApp::start().await;
    let pool = app.pool.id.as_str();
    let other = app.add_pool("Others").await;
    assert!(!has(&found(&app).await, "no_signing_key", pool));
    // Its only key of this use has retired without a successor.
    let retired = format!("UPDATE signing_keys SET retires_at = 0 WHERE pool_id = '{pool}' AND key_use = 'access'");
    app.past_the_repositories(&retired).await;
    let findings = found(&app).await;
    let told: Vec<_> = errors(&findings).into_iter().filter(|finding| finding.check == "no_signing_key").collect();
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!(told[0].subject == pool && told[0].message.contains("access tokens"), "{told:?}");
    assert!(!has(&findings, "no_signing_key", other.id.as_str()));
    signing_keys::rotate(&app.deps(), &app.pool.id, Rotation::Now).await.unwrap();
    assert!(!has(&found(&app).await, "no_signing_key", pool), "what the finding says helps");

    app.past_the_repositories(&format!("DELETE FROM signing_keys WHERE pool_id = '{pool}'")).await;
    let findings = found(&app).await;
    assert_eq!(errors(&findings).iter().filter(|finding| finding.check == "no_signing_key").count(), 2, "{findings:?}");
    signing_keys::rotate(&app.deps(), &app.pool.id, Rotation::Now).await.unwrap();
    assert!(!has(&found(&app).await, "no_signing_key", pool), "even where there is no key at all");
}

#[actix_web::test]
async fn keys_older_than_the_pool_wants_them_are_shown_until_they_are_exchanged() {
    const DAY: i64 = 86_400;
    let app = TestApp::setup().pool(|pool| pool.signing_key_rotation_days = Some(30)).start().await;
    app.advance_secs(31 * DAY - 1);
    assert!(!has(&found(&app).await, "old_signing_keys", "_"), "a day late is not yet late");
    app.advance_secs(1);
    assert!(has(&found(&app).await, "old_signing_keys", app.pool.id.as_str()));
    app.node().run_jobs().await;
    assert!(!has(&found(&app).await, "old_signing_keys", "_"));
}

/// Members of a group without the person, and without the group.
#[actix_web::test]
async fn members_that_belong_to_nothing_are_errors() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let deps = app.deps();
    let pool = app.pool.id.as_str();
    let add = |user: &str, group: &str| {
        let columns = "pool_id, user_id, group_name, created_at";
        format!("INSERT INTO group_members ({columns}) VALUES ('{pool}', '{user}', '{group}', 0)")
    };
    let group = format!("INSERT INTO groups (pool_id, name, created_at, updated_at) VALUES ('{pool}', 'staff', 0, 0)");
    app.past_the_references(&format!("{group}; {}", add(&ada.id.to_string(), "staff"))).await;
    assert!(!has(&found(&app).await, "orphans", "group_members"));
    app.past_the_references(&add("8b6d0000-0000-4000-8000-000000000000", "staff")).await;
    app.past_the_references(&add(&ada.id.to_string(), "nothing")).await;
    let orphans = deps.storage.read().integrity().orphans().await.unwrap();
    let of_members: Vec<_> = orphans.iter().map(|it| (it.table, it.parent, it.rows)).collect();
    assert_eq!(of_members, [("group_members", "users", 1), ("group_members", "groups", 1)]);
    assert!(errors(&found(&app).await).iter().any(|it| it.check == "orphans" && it.subject == "group_members"));
}

/// A reference of the schema that nobody looks at fails here.
#[tokio::test]
async fn every_reference_of_the_schema_is_looked_at() {
    let database = sqlite().await;
    let raw = database.raw().await;
    let references = "SELECT DISTINCT m.name AS name, f.\"table\" AS parent FROM sqlite_master m,
        pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), references)).await.unwrap();
    assert!(rows.len() > 10);
    let looked_at: BTreeSet<_> = Integrity::relations().collect();
    for row in rows {
        let (table, parent): (String, String) = (row.try_get("", "name").unwrap(), row.try_get("", "parent").unwrap());
        assert!(looked_at.contains(&(table.as_str(), parent.as_str())), "{table} belongs to {parent}");
    }
}

impl TestApp {
    /// Changes the database as it would not let anybody: its references are not asked.
    async fn past_the_references(&self, sql: &str) {
        let raw = self.raw().await;
        let is_sqlite = raw.get_database_backend() == DatabaseBackend::Sqlite;
        let off = if is_sqlite { "PRAGMA foreign_keys = OFF" } else { "SET session_replication_role = replica" };
        raw.execute_unprepared(&format!("{off}; {sql}")).await.unwrap();
        raw.close().await.unwrap();
    }

    /// Changes the database as nobody should.
    async fn past_the_repositories(&self, sql: &str) {
        let raw = self.raw().await;
        raw.execute_unprepared(sql).await.unwrap();
        raw.close().await.unwrap();
    }
}
