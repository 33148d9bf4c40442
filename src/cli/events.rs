//! `vestibule events`: what happened, to whom and by whom.

use std::process::ExitCode;

use chrono::{DateTime, SecondsFormat};
use clap::Args;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::clock::Micros;
use crate::domain::event::Event;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;
use crate::flows::events::{self, WhichEvents};

/// Arguments of `events`.
#[derive(Debug, Args)]
pub(super) struct Events {
    /// Of this pool only.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pool: Option<PoolId>,
    /// About this user only.
    #[arg(long, value_name = "SUB", value_parser = values::user_id)]
    user: Option<UserId>,
    /// Those that follow this event; without it, the newest.
    #[arg(long, value_name = "ID")]
    after: Option<Uuid>,
    /// How many at most, up to 1000.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=1000))]
    max: u64,
}

/// Prints them as lines of JSON, the newest last.
pub(super) fn run(arguments: Events, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    let Events { pool, user, after, max } = arguments;
    block_on(async {
        let deps = app::connect_as_is(&config).await?;
        let events = events::list(&deps, &WhichEvents { pool, user, after }, max).await?;
        for event in &events {
            print(&format!("{}\n", line(event)));
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// An event as programs read it; what it does not have is left out.
fn line(event: &Event) -> Value {
    let mut line = Map::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            line.insert(name.to_owned(), json!(value));
        }
    };
    put("id", Some(event.id.to_string()));
    put("at", Some(rfc3339(event.at)));
    put("name", Some(event.name.as_str().to_owned()));
    put("pool", event.pool.as_ref().map(ToString::to_string));
    put("user", event.user.map(|user| user.to_string()));
    put("client", event.client.as_ref().map(ToString::to_string));
    put("actor", event.actor.as_ref().map(ToString::to_string));
    line.insert("detail".to_owned(), event.detail.clone());
    Value::Object(line)
}

fn rfc3339(at: Micros) -> String {
    DateTime::from_timestamp_micros(at.0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Micros, true)
}
