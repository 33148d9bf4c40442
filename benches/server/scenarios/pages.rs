//! What is only read: documents, the sign-in page, the claims of a user.

use std::time::Duration;

use super::World;
use super::code_flow::tokens;
use super::world::user_name;
use crate::Result;
use crate::load::{Measured, measure};
use crate::subject::Subject;

/// `GET` of one address.
pub(super) async fn get(world: &World, subject: &Subject, url: &str, time: Duration) -> Result<Measured> {
    let step = async |_| {
        world.http.get(url).send().await?.error_for_status()?.bytes().await?;
        Ok(())
    };
    measure(subject, time, step).await
}

/// The claims of a user, by an access token.
pub(super) async fn user_info(world: &World, time: Duration) -> Result<Measured> {
    let token = tokens(world, &world.rs256, &user_name(0)).await?.access;
    let url = format!("{}/{}/oauth2/userInfo", world.url(), world.pool);
    let step = async |_| {
        world.http.get(&url).bearer_auth(&token).send().await?.error_for_status()?.bytes().await?;
        Ok(())
    };
    measure(&world.subject(), time, step).await
}
