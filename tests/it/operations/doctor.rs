//! `vestibule doctor`: each thing that it knows is found where it is so, and not where it is not.

use sea_orm::ConnectionTrait as _;
use vestibule::domain::client::RefreshRotation;
use vestibule::flows::doctor::{self, Finding, Severity};

use crate::support::app::TestApp;

async fn found(app: &TestApp) -> Vec<Finding> {
    doctor::examine(&app.deps()).await.unwrap()
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
    assert!(findings.iter().all(|finding| finding.severity == Severity::Warning), "{findings:?}");
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
async fn people_without_a_password_are_counted() {
    let app = TestApp::start().await;
    app.person("ada").await;
    assert!(!has(&found(&app).await, "users_without_credential", "-"));
    app.past_the_repositories("UPDATE users SET password = NULL").await;
    let findings = found(&app).await;
    let finding = findings.iter().find(|finding| finding.check == "users_without_credential").unwrap();
    assert!(finding.message.starts_with("1 users"), "{finding:?}");
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
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(
        errors.iter().any(|it| it.check == "sealed" && it.subject == format!("clients/{}", confidential.id)),
        "{errors:?}"
    );
    assert!(errors.iter().any(|it| it.check == "orphans" && it.subject == "users"), "{errors:?}");
    assert_eq!(findings.first().map(|finding| finding.severity), Some(Severity::Error), "the worst come first");
}

impl TestApp {
    /// Changes the database as nobody should.
    async fn past_the_repositories(&self, sql: &str) {
        let raw = self.raw().await;
        raw.execute_unprepared(sql).await.unwrap();
        raw.close().await.unwrap();
    }
}
