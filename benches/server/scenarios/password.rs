//! Sign-in with a password: by the API, and by the pages.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::World;
use super::code_flow::redeem;
use super::world::{App, PASSWORD, user_name};
use crate::Result;
use crate::http::Visitor;
use crate::load::{Measured, measure};
use crate::sdk::call_unsigned;

/// `InitiateAuth` with a password.
pub(super) async fn initiate_auth(world: &World, time: Duration) -> Result<Measured> {
    measure(&world.subject(), time, async |task| initiate(world, &user_name(task)).await).await
}

/// The same, once, for one user.
pub(crate) async fn initiate(world: &World, name: &str) -> Result<()> {
    let input = json!({
        "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": world.rs256.id,
        "AuthParameters": { "USERNAME": name, "PASSWORD": PASSWORD, "SECRET_HASH": secret_hash(&world.rs256, name) },
    });
    call_unsigned(&world.http, &world.url(), "InitiateAuth", &input).await?;
    Ok(())
}

/// The page, its form, the code, the tokens: a browser that was never here before each time.
pub(super) async fn hosted(world: &World, time: Duration) -> Result<Measured> {
    let step = async |task| {
        let visitor = Visitor::default();
        let code = sign_in(world, &visitor, &world.rs256, &user_name(task)).await?;
        redeem(world, &world.rs256, &code).await?;
        Ok(())
    };
    measure(&world.subject(), time, step).await
}

/// Signs a user in at the pages; returns the code.
pub(super) async fn sign_in(world: &World, visitor: &Visitor, app: &App, name: &str) -> Result<String> {
    let page = visitor.open(&world.http, &world.login_url(app)).await?;
    let csrf = page.hidden("_csrf")?.to_owned();
    let fields = [("_csrf", csrf.as_str()), ("username", name), ("password", PASSWORD)];
    visitor.submit(&world.http, &page.url, &fields).await?.code()
}

fn secret_hash(app: &App, name: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, app.secret.as_bytes());
    STANDARD.encode(hmac::sign(&key, format!("{name}{}", app.id).as_bytes()))
}
