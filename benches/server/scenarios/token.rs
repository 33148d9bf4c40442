//! Tokens for programs.

use std::time::Duration;

use super::World;
use super::code_flow::ask;
use super::world::App;
use crate::Result;
use crate::load::{Measured, measure};

/// The client credentials grant.
pub(super) async fn client_credentials(world: &World, app: &App, time: Duration) -> Result<Measured> {
    let step = async |_| {
        ask(world, app, &[("grant_type", "client_credentials")]).await?;
        Ok(())
    };
    measure(&world.subject(), time, step).await
}
