//! The composition root: builds the dependencies and mounts each door. The only file that knows every module.

pub mod addresses;
mod breached;
mod certificate;
mod connect;
mod dev;
mod drain;
mod limits;
mod listener;
mod measure;
pub mod paths;
mod ready;
mod senders;
mod start;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::guard::fn_guard;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, ServiceConfig, scope};
use actix_web::{App, Error as ActixError};
use anyhow::Context as _;
use futures_util::FutureExt as _;
use tokio::sync::watch;
use tracing::info;

pub use self::connect::{Parts, assemble, connect, connect_as_is, connect_dev, master_key, open, same_schema};
use self::dev::Mounted;
pub use self::dev::{DEMO_SAML, demo_id_details};
pub use self::limits::Limits;
pub use self::ready::ready;
use crate::config::{self, Config};
use crate::domain::client::ClientId;
use crate::domain::pool::PoolId;
use crate::domain::random::QuickRandom;
use crate::flows::Deps;
use crate::jobs::Worker;
use crate::messaging::{Composer, Mailbox, Sender, SmsSender};
use crate::outbound::Reach;
use crate::render::Catalog;
use crate::telemetry::metrics::Metrics;
use crate::tls::ServerCertificate;
use crate::web;
use crate::web::health::Readings;
use crate::web::limits::Patience;
use crate::web::middleware::Edge;

/// What outbound calls may reach and trust under this configuration.
pub fn reach(config: &config::Outbound) -> Reach {
    Reach {
        origins: Vec::new(),
        hosts: config.hosts.clone(),
        networks: config.networks.clone(),
        authorities: config.extra_authorities.clone(),
    }
}

/// A server that is ready to run: its doors and its worker.
pub struct Server {
    site: Site,
    worker: Worker,
    certificate: Option<Arc<ServerCertificate>>,
    metrics: Option<Metrics>,
    listen: SocketAddr,
    admin_listen: Option<SocketAddr>,
    drain_notice: Duration,
}

impl Server {
    /// The server of `vestibule serve`.
    pub fn production(config: &Config, deps: &Deps) -> anyhow::Result<Self> {
        let senders = (senders::mail(config, Sender::Unconfigured)?, senders::sms(config, SmsSender::Unconfigured)?);
        Self::new(config, deps, senders, None)
    }

    /// The server of `vestibule dev`: messages go to the mailbox page unless a mail server, or a gateway, is configured.
    /// The demo app is the client `client` of the pool `pool`.
    pub fn dev(
        config: &Config,
        deps: &Deps,
        (pool, client): (&PoolId, &ClientId),
        certificate: Vec<u8>,
    ) -> anyhow::Result<Self> {
        let mailbox = Mailbox::default();
        let mail = senders::mail(config, Sender::Memory(mailbox.clone()))?;
        let sms = senders::sms(config, SmsSender::Memory(mailbox.clone()))?;
        let dev = Dev { mailbox, pool: pool.clone(), client: client.clone(), certificate };
        Self::new(config, deps, (mail, sms), Some(dev))
    }

    /// The metadata of Demo SAML; none but in `vestibule dev`.
    pub async fn demo_saml_metadata(&self) -> Option<String> {
        Some(self.site.dev.as_ref()?.saml_metadata().await)
    }

    fn new(config: &Config, deps: &Deps, (mail, sms): (Sender, SmsSender), dev: Option<Dev>) -> anyhow::Result<Self> {
        let catalog = deps.catalog.clone();
        let edge = Edge::new(
            &config.public_url,
            &config.allowed_hosts,
            config.trusted_proxies.clone(),
            deps.clock.clone(),
            Arc::new(QuickRandom),
        );
        let open = |files: &_| ServerCertificate::open(Clone::clone(files), deps.now());
        let certificate =
            config.tls.as_ref().map(open).transpose().context("the certificate of the public listener")?;
        let certificate = certificate.map(Arc::new);
        let site = Site::new(deps.clone(), edge, catalog.clone()).with_reach(reach(&config.outbound));
        let site = match dev {
            Some(dev) => site.with_dev(dev)?,
            None => site,
        };
        // Without a listener that shows it nothing is collected.
        let metrics = config.admin_listen.map(|_| Metrics::start(deps.now())).transpose()?;
        let site = match &metrics {
            Some(metrics) => site.with_readings(measure::readings(metrics, deps, certificate.as_ref())),
            None => site,
        };
        let worker = Worker::new(deps.clone(), mail, Composer::new(catalog))
            .sending_sms(sms)
            .keeping_events(config.events.keep_days);
        let Config { listen, admin_listen, drain_notice, .. } = *config;
        Ok(Self { site, worker, certificate, metrics, listen, admin_listen, drain_notice })
    }

    /// Listens and works until the process is told to stop; requests under way are finished.
    #[expect(clippy::disallowed_methods, reason = "this is where the worker and the listeners are started and awaited")]
    pub async fn run(self) -> anyhow::Result<()> {
        let Self { site, worker, certificate, metrics, listen, admin_listen, drain_notice } = self;
        let tls = certificate.as_ref().map(|certificate| certificate.config()).transpose().context("TLS")?;
        // Whoever was answered may send a signal: until somebody listens to it, it ends the process.
        let (signals, hangups) = (drain::Signals::listen(), certificate::Hangups::listen());
        let server = site.listen(bind(listen)?, tls)?;
        let draining = site.edge.draining.clone();
        info!(%listen, is_https = certificate.is_some(), "ready");
        let (stop, stopping) = watch::channel(false);
        tokio::task::spawn_local(match certificate {
            Some(certificate) => {
                certificate::watch(hangups, certificate, site.deps.clock.clone(), stopping.clone()).boxed_local()
            }
            None => certificate::ignore_hangups(hangups, stopping.clone()).boxed_local(),
        });
        tokio::task::spawn_local(addresses::watch(site.deps.addresses.clone(), stopping.clone()));
        if let Some(metrics) = metrics {
            tokio::task::spawn_local(measure::tidy(metrics, stopping.clone()));
        }
        let working = tokio::task::spawn_local(worker.run(stopping));
        let draining = tokio::task::spawn_local(drain::on_signal(signals, draining, server.handle(), drain_notice));
        let outcome = match admin_listen {
            None => server.await,
            Some(address) => {
                let admin = site.listen_admin(bind(address)?)?;
                info!(listen = %address, "health");
                // It says "stopping" for as long as requests are under way, and ends with them.
                let handle = admin.handle();
                let admin = tokio::task::spawn_local(admin);
                let outcome = server.await;
                handle.stop(false).await;
                admin.await.context("health")?.context("health")?;
                outcome
            }
        };
        stop.send_replace(true);
        let worked = working.await.context("the worker");
        // Only now: until here a second signal must find somebody.
        draining.abort();
        worked?;
        outcome.context("the server")
    }
}

fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))
}

/// What the HTTP doors are made of. Cheap to clone: every server thread has one.
#[derive(Clone)]
pub struct Site {
    deps: Data<Deps>,
    edge: Data<Edge>,
    catalog: Data<Catalog>,
    patience: Patience,
    reach: Reach,
    readings: Option<Data<Readings>>,
    kept: web::oidc::Kept,
    dev: Option<Mounted>,
}

/// What `vestibule dev` adds.
#[derive(Clone)]
pub struct Dev {
    /// The messages that were sent.
    pub mailbox: Mailbox,
    /// The demo pool.
    pub pool: PoolId,
    /// The client of the demo app.
    pub client: ClientId,
    /// The certificate by which the demo pool is known to SAML providers, DER.
    pub certificate: Vec<u8>,
}

impl Site {
    /// The doors over `deps`, at the configured edge.
    pub fn new(deps: Deps, edge: Edge, catalog: Arc<Catalog>) -> Self {
        let (deps, edge, catalog) = (Data::new(deps), Data::new(edge), Data::from(catalog));
        let (patience, reach) = (Patience::PRODUCTION, Reach::default());
        let kept = web::oidc::Kept::default();
        Self { deps, edge, catalog, patience, reach, readings: None, kept, dev: None }
    }

    /// With another patience with slow peers.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// With what the server's own calls may reach and trust besides the internet and the system's authorities.
    #[must_use]
    pub fn with_reach(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// With what was measured, to be shown on the operator's listener.
    #[must_use]
    pub fn with_readings(self, readings: Readings) -> Self {
        Self { readings: Some(Data::new(readings)), ..self }
    }

    /// With the pages of `vestibule dev`.
    pub fn with_dev(self, dev: Dev) -> anyhow::Result<Self> {
        let mounted = Mounted::new(&self, dev)?;
        Ok(Self { dev: Some(mounted), ..self })
    }

    /// The application: middleware outermost last, then the doors at the root and below `/{pool_id}/`.
    pub fn app(
        &self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody + use<>>,
            Error = ActixError,
            InitError = (),
        > + use<>,
    > {
        let site = self.clone();
        App::new()
            .app_data(self.deps.clone())
            .app_data(self.edge.clone())
            .app_data(self.catalog.clone())
            .app_data(self.patience)
            .configure(web::limits::configure)
            .configure(move |config| site.mount(config))
            .wrap(from_fn(web::middleware::admit))
            .wrap(from_fn(web::middleware::answer))
            .wrap(from_fn(web::limits::hurry))
    }

    /// What programs ask for first, before the layers that the rest needs: there somebody may be signed in, or a page tell of
    /// a failure.
    fn mount(&self, config: &mut ServiceConfig) {
        self.kept.give(config);
        web::oidc::configure_without_session(config);
        let is_https = self.deps.urls.base().starts_with("https://");
        let cookie_key = self.deps.ring.cookie_key();
        let rest = scope("")
            .wrap(web::middleware::session_store::sessions(cookie_key.as_slice(), is_https))
            .wrap(from_fn(web::hosted::draw_failures));
        config.service(rest.configure(|config| self.mount_rest(config)));
    }

    fn mount_rest(&self, config: &mut ServiceConfig) {
        web::oidc::configure(config);
        web::aws::configure(config);
        web::hosted::configure(config);
        web::hosted::configure_files(config);
        let elsewhere = || actix_web::web::to(web::hosted::not_found);
        config.default_service(elsewhere());
        if let Some(dev) = &self.dev {
            // last, since no other path of the root is looked for behind it
            let at_root = scope("").guard(fn_guard(web::extract::is_at_root)).default_service(elsewhere());
            config.service(at_root.configure(|config| dev.configure(config)));
        }
    }
}
