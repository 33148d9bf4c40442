//! Refreshing: a chain of its own for each task.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::World;
use super::code_flow::{ask, tokens};
use super::world::{App, user_name};
use crate::Result;
use crate::load::{CONCURRENCY, Measured, measure};

/// Refreshes with the latest refresh token of each chain.
pub(super) async fn run(world: &World, app: &App, time: Duration) -> Result<Measured> {
    let mut chains = Vec::new();
    for task in 0..CONCURRENCY {
        chains.push(Mutex::new(tokens(world, app, &user_name(task)).await?.refresh));
    }
    let step = async |task: usize| {
        let chain = chains.get(task).ok_or("no such chain")?;
        let token = chain.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answer = ask(world, app, &[("grant_type", "refresh_token"), ("refresh_token", &token)]).await?;
        if !answer.refresh.is_empty() {
            *chain.lock().unwrap_or_else(PoisonError::into_inner) = answer.refresh;
        }
        Ok(())
    };
    measure(&world.subject(), time, step).await
}
