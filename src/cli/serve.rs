//! `vestibule serve`: the server in production.

use std::process::ExitCode;

use tracing::info;

use super::load;
use crate::app::{self, Server};
use crate::config::{Rules, Sources};
use crate::flows::manage::access_keys;
use crate::telemetry;

/// Runs the server until it is told to stop.
pub(super) fn run(sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Serve, sources)?;
    telemetry::start(&config.log)?;
    actix_web::rt::System::new().block_on(async {
        let deps = app::connect(&config).await?;
        if let Some(key) = &config.bootstrap
            && access_keys::bootstrap(&deps, &key.access_key_id, &key.secret_access_key).await?
        {
            info!(access_key_id = key.access_key_id, "the configured access key was made");
        }
        Server::production(&config, &deps)?.run().await
    })?;
    Ok(ExitCode::SUCCESS)
}
