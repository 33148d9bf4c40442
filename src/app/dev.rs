//! What `vestibule dev` adds to a site: its own pages, the demo app, and Demo ID, the provider that the demo pool's people may
//! come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::web::{Data, ServiceConfig};
use anyhow::Context as _;
use url::Url;

use super::{Dev, Site};
use crate::crypto::signing::KeySource;
use crate::demo::{self, Demo};
use crate::domain::secret::Secret;
use crate::federation::saml;
use crate::messaging::{Delivered, DeliveredText};
use crate::outbound::{HttpClient, Reach};
use crate::simulator::{self, ClientSecret, Knobs, Registration, Simulator};
use crate::web;
use crate::web::hosted::dev::{DevData, DevMail, DevText};

/// The id under which this server is known at Demo ID.
const DEMO_ID_CLIENT: &str = "vestibule-dev";
/// The secret that goes with it. No secret at all: Demo ID lets everybody be anybody, and listens on loopback only.
const DEMO_ID_SECRET: &str = "not-a-secret-of-anybody";

/// The parts that are mounted. Cheap to clone.
#[derive(Clone)]
pub(super) struct Mounted {
    dev: Dev,
    demo: Data<Demo>,
    demo_id: Data<Simulator>,
}

/// The name of Demo SAML as a provider of the demo pool.
pub const DEMO_SAML: &str = "DemoSAML";

/// Demo ID as an admin configures it: the provider's name and its details.
pub fn demo_id_details(public_url: &Url) -> (&'static str, BTreeMap<String, String>) {
    let issuer = format!("{}{}", public_url.origin().ascii_serialization(), simulator::BASE);
    let details = [
        ("client_id", DEMO_ID_CLIENT),
        ("client_secret", DEMO_ID_SECRET),
        ("oidc_issuer", issuer.as_str()),
        ("authorize_scopes", "openid email profile"),
        ("attributes_request_method", "GET"),
    ];
    let details = details.map(|(name, value)| (name.to_owned(), value.to_owned()));
    ("DemoID", details.into())
}

impl Mounted {
    /// The parts over a site.
    pub(super) fn new(site: &Site, dev: Dev) -> anyhow::Result<Self> {
        let demo = demo_app(site, &dev).context("the demo app")?;
        let demo_id = demo_id(site, &dev)?;
        Ok(Self { dev, demo: Data::new(demo), demo_id: Data::new(demo_id) })
    }

    /// The metadata of Demo SAML. Its key is new in each process: what a pool trusts of it is worth nothing once it has ended.
    pub(super) async fn saml_metadata(&self) -> String {
        self.demo_id.saml_metadata().await
    }

    /// Mounts them.
    pub(super) fn configure(&self, config: &mut ServiceConfig) {
        web::hosted::dev::configure(config, pages(&self.dev));
        demo::configure(config, self.demo.clone());
        simulator::configure(config, self.demo_id.clone());
    }
}

/// The demo app, which is told what a customer's app is told, and may call this server although it is on loopback.
fn demo_app(site: &Site, dev: &Dev) -> anyhow::Result<Demo> {
    let public_url = Url::parse(site.deps.urls.base())?;
    let reach = Reach { origins: vec![public_url.clone()], ..site.reach.clone() };
    let means = demo::Means {
        http: HttpClient::new(&reach)?,
        clock: site.deps.clock.clone(),
        random: site.deps.random.clone(),
        catalog: site.catalog.clone().into_inner(),
    };
    let (issuer, client_id) = (site.deps.urls.issuer(&dev.pool), dev.client.to_string());
    Ok(Demo::new(demo::Settings { issuer, client_id, public_url }, means))
}

/// Demo ID, which knows one app: this server.
fn demo_id(site: &Site, dev: &Dev) -> anyhow::Result<Simulator> {
    let base = site.deps.urls.base();
    let client = Registration {
        id: DEMO_ID_CLIENT.to_owned(),
        secret: ClientSecret::Shared(Secret::from(DEMO_ID_SECRET)),
        redirect_uris: vec![format!("{}/oauth2/idpresponse", site.deps.urls.issuer(&dev.pool))],
    };
    let app = simulator::saml::App {
        entity_id: saml::entity_id(&dev.pool),
        answers: format!("{base}/saml2/idpresponse"),
        logout: format!("{}/saml2/logout", site.deps.urls.issuer(&dev.pool)),
        certificate: dev.certificate.clone(),
    };
    let settings = simulator::Settings { origin: Url::parse(base)?, clients: vec![client], apps: vec![app] };
    let means = simulator::Means {
        clock: site.deps.clock.clone(),
        random: site.deps.random.clone(),
        catalog: site.catalog.clone().into_inner(),
        keys: KeySource::Fresh,
    };
    Ok(Simulator::new(settings, means, Arc::new(Knobs::default())))
}

fn pages(dev: &Dev) -> DevData {
    // Any challenge will do to look at the pages: the one of RFC 7636, appendix B.
    let query = format!(
        "client_id={}&response_type=code&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        dev.client
    );
    let mailbox = dev.mailbox.clone();
    let delivered = |mail: Delivered| DevMail {
        id: mail.id,
        to: mail.to,
        subject: mail.mail.subject,
        text: mail.mail.text,
        html: mail.mail.html,
        at: mail.at,
    };
    let texted = |text: DeliveredText| DevText {
        id: text.id,
        to: text.to,
        text: text.text.as_str().to_owned(),
        segments: text.text.segments(),
        at: text.at,
    };
    let texts = mailbox.clone();
    DevData {
        pool: dev.pool.clone(),
        client: dev.client.clone(),
        login_href: format!("/login?{query}"),
        sign_up_href: format!("/signup?{query}"),
        mails: Arc::new(move || mailbox.all().into_iter().map(delivered).collect()),
        texts: Arc::new(move || texts.texts().into_iter().map(texted).collect()),
    }
}
