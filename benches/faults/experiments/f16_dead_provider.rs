//! F16: an upstream provider takes connections and never answers, while hundreds wait for it at once. Whoever signs in with a
//! password does not feel it.
//!
//! To be judged on a release build (`--program`), and on a machine without other work: the aim is a tenth of the 99th
//! percentile, and noise is as large on a busy one. What is compared is the same number of people at a provider that answers: so
//! many at once cost their share of the cores wherever they go.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::future::join;
use reqwest::Method;
use reqwest::header::{LOCATION, SET_COOKIE};
use serde_json::json;
use tokio::net::TcpListener;
use url::Url;

use super::load::{Figures, at_rate, p99};
use crate::Result;
use crate::ledger::Tally;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::node::Node;
use crate::rig::wire::{call, get};
use crate::rig::world::{CALLBACK, World};
use crate::task::Task;

const PASSWORD: &str = "Correct-Horse-9-Battery";
/// People with passwords, so many that none signs in twice at once.
const PEOPLE: usize = 100;
/// Their sign-ins a second: what leaves the cores some room.
const SIGN_INS_PER_SEC: f64 = 10.0;
/// People who wait for the provider at once.
const WAITING: usize = 500;
/// How many more come each second: as many as leave, when each waits for five.
const ARRIVING_PER_SEC: u32 = 100;
/// Seconds for which each part is measured.
const LENGTH_SECS: u64 = 20;
const LENGTH: Duration = Duration::from_secs(LENGTH_SECS);
/// Most that the 99th percentile may grow, in parts of itself.
const MOST_GROWTH: f64 = 0.10;

/// Measures before, during and after, once for people on their way there and once for people on their way back.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(1);
    let rig = Rig::sqlite(&[("VESTIBULE_OUTBOUND_ALLOW", "127.0.0.1/32")]).await?;
    let to = rig.nodes.first().map(Node::address).ok_or("no node")?;
    let (dead, _listening) = dead_provider().await?;
    let findings = Findings::default();
    let (mut notes, mut tally) = (Vec::new(), Tally::default());
    for number in 0..PEOPLE {
        rig.world.add_user(&name(number), PASSWORD).await?;
    }
    let silent = format!("http://{dead}");
    add_provider(&rig.world, "Silent", &[("oidc_issuer", silent.as_str())]).await?;
    let at = |path: &str| format!("{silent}/{path}");
    let known = [
        ("oidc_issuer", silent.clone()),
        ("authorize_url", at("authorize")),
        ("token_url", at("token")),
        ("jwks_uri", at("keys")),
    ];
    let known: Vec<(&str, &str)> = known.iter().map(|(key, value)| (*key, value.as_str())).collect();
    add_provider(&rig.world, "Known", &known).await?;
    let client = json!({
        "UserPoolId": rig.world.pool, "ClientId": rig.world.client,
        "SupportedIdentityProviders": ["COGNITO", "Silent", "Known"],
        "CallbackURLs": [CALLBACK], "AllowedOAuthFlows": ["code"], "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthScopes": ["openid", "email", "aws.cognito.signin.user.admin"],
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    });
    let changed = rig.world.front.admin("UpdateUserPoolClient", &client).await;
    if !changed.is_done() {
        return Err(format!("UpdateUserPoolClient: {}", changed.why()).into());
    }
    for _ in 0..runs {
        let start = get(rig.world.front.host(), &start_path(&rig.world, "Silent"));
        let setting_out = vec![start];
        measure(&rig.world, to, ("setting out", &setting_out), (&findings, &mut notes, &mut tally)).await?;
        let mut coming_back = Vec::new();
        for _ in 0..u64::from(ARRIVING_PER_SEC) * LENGTH_SECS {
            coming_back.push(trip(&rig.world).await?);
        }
        measure(&rig.world, to, ("coming back", &coming_back), (&findings, &mut notes, &mut tally)).await?;
    }
    let name = format!("F16 a provider that never answers, {WAITING} wait for it");
    report.add(Row { name, runs, tally, notes, ..Row::default() }, &findings);
    Ok(())
}

async fn measure(
    world: &World,
    to: SocketAddr,
    (what, requests): (&str, &[Vec<u8>]),
    (findings, notes, tally): (&Findings, &mut Vec<String>, &mut Tally),
) -> Result<()> {
    let sign_ins = sign_in(world);
    let local = || at_rate(to, SIGN_INS_PER_SEC, 32, LENGTH, &sign_ins);
    let easy = get(world.front.host(), &start_path(world, "Known"));
    let easy = |_: usize| easy.clone();
    let answered = || at_rate(to, f64::from(ARRIVING_PER_SEC), WAITING, LENGTH, &easy);
    let (before, _) = join(local(), answered()).await;
    let request = |number: usize| requests.get(number % requests.len()).cloned().unwrap_or_default();
    let waiting = at_rate(to, f64::from(ARRIVING_PER_SEC), WAITING, LENGTH, &request);
    let (during, waiting) = join(local(), waiting).await;
    let (after, _) = join(local(), answered()).await;
    for figures in [&before, &during, &after] {
        tally.acknowledged += figures.good.len() as u64;
        tally.refused += figures.shed.len() as u64;
        for why in &figures.broken {
            findings.broken(format!("a sign-in with a password: {why}"));
        }
    }
    let calm: Vec<Duration> = before.good.iter().chain(&after.good).copied().collect();
    let growth = p99(&during.good).as_secs_f64() / p99(&calm).as_secs_f64() - 1.0;
    if growth > MOST_GROWTH {
        findings.broken(format!("{what}: p99 of sign-ins grew by {:.0} %", growth * 100.0));
    }
    notes.push(format!(
        "{what}: p99 of sign-ins {:.1?} before, {:.1?} with {} people at the dead provider ({} were told to come later), {:.1?} after \
         ({:+.1} %); medians {:.1?}, {:.1?}, {:.1?}",
        p99(&before.good),
        p99(&during.good),
        waiting.asked(),
        waiting.shed.len(),
        p99(&after.good),
        growth * 100.0,
        median(&before),
        median(&during),
        median(&after),
    ));
    Ok(())
}

fn median(figures: &Figures) -> Duration {
    let mut sorted = figures.good.clone();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// A provider that takes every connection and says nothing.
async fn dead_provider() -> Result<(SocketAddr, Task<()>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let listening = Task::begin(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    Ok((address, listening))
}

async fn add_provider(world: &World, name: &str, more: &[(&str, &str)]) -> Result<()> {
    let mut details = json!({
        "client_id": "vestibule", "client_secret": "a secret", "authorize_scopes": "openid", "attributes_request_method": "GET",
    });
    for (key, value) in more {
        details[*key] = json!(value);
    }
    let input = json!({
        "UserPoolId": world.pool, "ProviderName": name, "ProviderType": "OIDC", "ProviderDetails": details,
        "AttributeMapping": { "email": "email" },
    });
    let made = world.front.admin("CreateIdentityProvider", &input).await;
    if made.is_done() { Ok(()) } else { Err(format!("CreateIdentityProvider: {}", made.why()).into()) }
}

fn start_path(world: &World, provider: &str) -> String {
    format!("{}&identity_provider={provider}", world.login_path())
}

/// A browser sets out for the provider, and this is how it comes back.
async fn trip(world: &World) -> Result<Vec<u8>> {
    let sent = world.front.request(Method::GET, &start_path(world, "Known")).send().await?;
    let header = |name| sent.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let to =
        Url::parse(header(LOCATION)).map_err(|_| format!("sent to {} and not to the provider", header(LOCATION)))?;
    let state = to.query_pairs().find(|(name, _)| name == "state").ok_or("no state")?.1.into_owned();
    let cookies: Vec<&str> =
        sent.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()?.split(';').next()).collect();
    let (host, cookies) = (world.front.host(), cookies.join("; "));
    let callback = to.query_pairs().find(|(name, _)| name == "redirect_uri").ok_or("no callback")?.1.into_owned();
    let callback = Url::parse(&callback).map_err(|_| "a callback that is no URL")?.path().to_owned();
    let request = format!(
        "GET {callback}?code=a-code&state={state} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookies}\r\naccept: text/html\r\n\r\n"
    );
    Ok(request.into_bytes())
}

/// The sign-in of one of the people after the other.
fn sign_in(world: &World) -> impl Fn(usize) -> Vec<u8> {
    let (host, client) = (world.front.host().to_owned(), world.client.clone());
    move |n| {
        let input = json!({
            "ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": { "USERNAME": name(n % PEOPLE), "PASSWORD": PASSWORD },
        });
        call(&host, "InitiateAuth", &input)
    }
}

fn name(number: usize) -> String {
    format!("local-{number}")
}
