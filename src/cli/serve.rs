//! `vestibule serve` and the running of a server, which `dev` shares.

use std::process::ExitCode;
use std::sync::Arc;

use actix_web::HttpServer;
use anyhow::Context as _;
use tokio::sync::watch;
use tracing::info;

use super::load;
use crate::app::{self, Site};
use crate::config::{Config, Rules, Sources};
use crate::domain::secret::Secret;
use crate::flows::manage::access_keys;
use crate::jobs::Worker;
use crate::render::Catalog;
use crate::telemetry;
use crate::web::limits::CLIENT_REQUEST_TIMEOUT;
use crate::web::middleware::Edge;

/// Seconds for which requests under way may finish after SIGTERM.
const DRAIN_SECS: u64 = 30;

/// Runs the server in production.
pub(super) fn run(sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Serve, sources)?;
    telemetry::start(&config.log)?;
    actix_web::rt::System::new().block_on(async {
        let deps = app::connect(&config).await?;
        if let Some(key) = &config.bootstrap {
            let secret: &Secret = &key.secret_access_key;
            if access_keys::bootstrap(&deps, &key.access_key_id, secret).await? {
                info!(access_key_id = key.access_key_id, "the configured access key was made");
            }
        }
        let catalog = Arc::new(Catalog::embedded()?);
        let worker = Worker::new(deps.clone(), app::sender(&config)?, catalog.clone());
        let site = Site::new(deps.clone(), edge(&config, &deps), catalog);
        serve(&config, site, worker).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The edge that the configuration describes.
pub(super) fn edge(config: &Config, deps: &crate::flows::Deps) -> Edge {
    Edge::new(
        &config.public_url,
        &config.allowed_hosts,
        config.trusted_proxies.clone(),
        deps.clock.clone(),
        deps.random.clone(),
    )
}

/// Listens and works until the process is told to stop; requests under way are finished.
pub(super) async fn serve(config: &Config, site: Site, worker: Worker) -> anyhow::Result<()> {
    let server = HttpServer::new(move || site.app())
        .client_request_timeout(CLIENT_REQUEST_TIMEOUT)
        .shutdown_timeout(DRAIN_SECS)
        .bind(config.listen)
        .with_context(|| format!("cannot listen on {}", config.listen))?
        .run();
    info!(listen = %config.listen, public_url = config.public_origin(), "ready");
    let (stop, stopping) = watch::channel(false);
    let working = tokio::task::spawn_local(worker.run(stopping));
    let outcome = server.await;
    stop.send_replace(true);
    working.await.context("the worker")?;
    outcome.context("the server")
}
