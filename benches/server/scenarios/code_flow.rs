//! The code flow with a live session, and the redemption of codes.

use std::time::Duration;

use serde_json::Value;

use super::World;
use super::password::sign_in;
use super::world::{App, VERIFIER, user_name};
use crate::Result;
use crate::http::{CALLBACK, Visitor};
use crate::load::{CONCURRENCY, Measured, measure};

/// What the token endpoint answered.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    /// The access token.
    pub(crate) access: String,
    /// The refresh token.
    pub(crate) refresh: String,
}

/// Authorize with a session cookie, then redeem the code: two requests.
pub(super) async fn with_session(world: &World, app: &App, time: Duration) -> Result<Measured> {
    let mut visitors = Vec::new();
    for task in 0..CONCURRENCY {
        let visitor = Visitor::default();
        sign_in(world, &visitor, app, &user_name(task)).await?;
        visitors.push(visitor);
    }
    let url = world.authorize_url(app);
    let step = async |task: usize| {
        let visitor = visitors.get(task).ok_or("no such visitor")?;
        let code = visitor.open(&world.http, &url).await?.code()?;
        redeem(world, app, &code).await?;
        Ok(())
    };
    measure(&world.subject(), time, step).await
}

/// Tokens of a new sign-in.
pub(crate) async fn tokens(world: &World, app: &App, name: &str) -> Result<Tokens> {
    let code = sign_in(world, &Visitor::default(), app, name).await?;
    redeem(world, app, &code).await
}

/// Redeems a code.
pub(super) async fn redeem(world: &World, app: &App, code: &str) -> Result<Tokens> {
    let redemption =
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
    ask(world, app, &redemption).await
}

/// Asks the token endpoint.
pub(crate) async fn ask(world: &World, app: &App, fields: &[(&str, &str)]) -> Result<Tokens> {
    let request = world.http.post(world.token_url()).basic_auth(&app.id, Some(&app.secret)).form(fields);
    let answer = request.send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {
        return Err(format!("the token endpoint: {status}: {text}").into());
    }
    let given: Value = serde_json::from_str(&text)?;
    let text_of = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Tokens { access: text_of("access_token"), refresh: text_of("refresh_token") })
}
