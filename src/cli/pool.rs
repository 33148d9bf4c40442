//! `vestibule pool`: the settings of a pool that Cognito's API has no members for.

use std::convert::Infallible;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::passkey::PasskeyProblem;
use crate::domain::pool::{Pool, PoolId, PoolProblem, PoolSettings, SessionLifetimes};
use crate::flows::Deps;
use crate::flows::manage::pools::{self, PoolChange};

/// `vestibule pool …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print them, as `DescribeUserPoolSettings` answers.
    Show(Show),
    /// Set how long browser sessions last.
    SetSession(SetSession),
    /// Set after how many days the signing keys are exchanged by themselves.
    SetKeyRotation(SetKeyRotation),
    /// Set which origins of apps may use the pool's passkeys beside the server's own.
    SetRelatedOrigins(SetRelatedOrigins),
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
}

/// Arguments of `set-session`. The bounds are the domain's to judge.
#[derive(Debug, Args)]
pub struct SetSession {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// Seconds after which an unused session ends.
    #[arg(long, value_name = "N")]
    pub idle_seconds: i64,
    /// Seconds after which a session ends, used or not.
    #[arg(long, value_name = "N")]
    pub absolute_seconds: i64,
}

/// Arguments of `set-key-rotation`.
#[derive(Debug, Args)]
pub struct SetKeyRotation {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// Days, up to 3650; 0: only when asked (`vestibule keys rotate`).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=3650))]
    pub days: u16,
}

/// Arguments of `set-related-origins`.
#[derive(Debug, Args)]
pub struct SetRelatedOrigins {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// An origin, such as `https://app.example.com`; may be given again. Without any the list becomes empty.
    #[arg(long = "origin", value_name = "ORIGIN")]
    pub origins: Vec<String>,
}

/// Runs one of them.
pub(super) fn run(command: &Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    block_on(async {
        let deps = app::connect(&config).await?;
        match command {
            Command::Show(Show { pool }) => {
                let Some((pool, _)) = pools::describe(&deps, pool).await? else { bail!("there is no pool {pool}") };
                print(&format!("{:#}\n", view(&pool)));
            }
            Command::SetSession(SetSession { pool, idle_seconds, absolute_seconds }) => {
                let sessions = SessionLifetimes { idle_secs: *idle_seconds, absolute_secs: *absolute_seconds };
                change(&deps, pool, |settings| settings.sessions = sessions).await?;
                print("New sessions of this pool last so long.\n");
            }
            Command::SetKeyRotation(SetKeyRotation { pool, days }) => {
                let wanted = (*days > 0).then_some(*days);
                change(&deps, pool, |settings| settings.signing_key_rotation_days = wanted).await?;
                print(&match wanted {
                    Some(days) => format!("The signing keys of this pool are exchanged every {days} days.\n"),
                    None => "The signing keys of this pool are exchanged only when asked.\n".to_owned(),
                });
            }
            Command::SetRelatedOrigins(SetRelatedOrigins { pool, origins }) => {
                let wanted = origins.iter().cloned().collect();
                change(&deps, pool, |settings| settings.passkeys.related_origins = wanted).await?;
                print("The pages of these origins may use the passkeys of this pool.\n");
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn change(deps: &Deps, id: &PoolId, apply: impl FnOnce(&mut PoolSettings)) -> anyhow::Result<()> {
    let change = pools::update(deps, id, |pool| {
        apply(&mut pool.settings);
        Ok::<(), Infallible>(())
    });
    let Ok(change) = change.await?;
    match change {
        PoolChange::Done(_) => Ok(()),
        PoolChange::NotFound => bail!("there is no pool {id}"),
        PoolChange::Refused(PoolProblem::SessionLifetimes) => bail!(
            "both must lie between {} and {} seconds, and idle must not be longer than absolute",
            SessionLifetimes::SHORTEST,
            SessionLifetimes::LONGEST
        ),
        PoolChange::Refused(PoolProblem::Passkeys(PasskeyProblem::Origin(origin))) => {
            bail!("{origin} is not an origin with https such as https://app.example.com")
        }
        PoolChange::Refused(problem) => bail!("the pool cannot be so: {problem:?}"),
        PoolChange::Protected | PoolChange::Concurrent => bail!("the pool was changed at the same time; try again"),
    }
}

/// The settings in force, under the names that they have in the API.
fn view(pool: &Pool) -> Value {
    let settings = &pool.settings;
    let mut view = json!({
        "UserPoolId": pool.id.as_str(),
        "FederatedMfa": settings.federated_mfa(),
        "SessionIdleSeconds": settings.sessions.idle_secs,
        "SessionAbsoluteSeconds": settings.sessions.absolute_secs,
        "RelatedOrigins": settings.passkeys.related_origins,
        "SmsAllowedPrefixes": settings.sms.allowed_prefixes,
    });
    if let Some(days) = settings.signing_key_rotation_days {
        view["SigningKeyRotationDays"] = json!(days);
    }
    view
}
