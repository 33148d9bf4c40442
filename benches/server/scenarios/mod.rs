//! What is measured, and against what.

pub(crate) mod code_flow;
mod pages;
pub(crate) mod password;
mod refresh;
mod token;
mod world;

use std::collections::BTreeMap;

pub(crate) use self::world::World;

use crate::Result;
use crate::bare::Bare;
use crate::load::{Measured, median};
use crate::options::Options;
use crate::peer::{Peer, PeerScenario};
use crate::process::{peak_mib, resident_mib};
use crate::raw;
use crate::report::{Aim, Line, Report};

/// One kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scenario {
    /// `GET` of a bare route, in a process of its own.
    Bare,
    /// The key document.
    Jwks,
    /// The discovery document.
    Discovery,
    /// The sign-in page.
    LoginPage,
    /// `InitiateAuth` with a password; two RS256 tokens.
    InitiateAuth,
    /// The sign-in page, its form, the code and two RS256 tokens.
    HostedSignIn,
    /// A code with a live session, and two ES256 tokens.
    CodeFlowEs256,
    /// A code with a live session, and two RS256 tokens.
    CodeFlowRs256,
    /// One RS256 access token for a program.
    ClientCredentialsRs256,
    /// One ES256 access token for a program.
    ClientCredentialsEs256,
    /// Two RS256 tokens, the refresh token stays.
    RefreshRs256,
    /// Two RS256 tokens and a new refresh token.
    RefreshRotatingRs256,
    /// Two ES256 tokens, the refresh token stays.
    RefreshEs256,
    /// Two ES256 tokens and a new refresh token.
    RefreshRotatingEs256,
    /// The claims of a user.
    UserInfo,
}

impl Scenario {
    const ALL: [Self; 15] = [
        Self::Bare,
        Self::Jwks,
        Self::Discovery,
        Self::LoginPage,
        Self::InitiateAuth,
        Self::HostedSignIn,
        Self::CodeFlowEs256,
        Self::CodeFlowRs256,
        Self::ClientCredentialsRs256,
        Self::ClientCredentialsEs256,
        Self::RefreshRs256,
        Self::RefreshRotatingRs256,
        Self::RefreshEs256,
        Self::RefreshRotatingEs256,
        Self::UserInfo,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare route",
            Self::Jwks => "JWKS",
            Self::Discovery => "discovery",
            Self::LoginPage => "login page",
            Self::InitiateAuth => "InitiateAuth by password, RS256",
            Self::HostedSignIn => "hosted sign-in to tokens, RS256",
            Self::CodeFlowEs256 => "code flow with a live session, ES256",
            Self::CodeFlowRs256 => "code flow with a live session, RS256",
            Self::ClientCredentialsRs256 => "client_credentials, RS256",
            Self::ClientCredentialsEs256 => "client_credentials, ES256",
            Self::RefreshRs256 => "refresh, RS256",
            Self::RefreshRotatingRs256 => "refresh with rotation, RS256",
            Self::RefreshEs256 => "refresh, ES256",
            Self::RefreshRotatingEs256 => "refresh with rotation, ES256",
            Self::UserInfo => "userInfo",
        }
    }

    async fn measure(self, world: &World, bare: &Bare, options: &Options) -> Result<Measured> {
        let time = options.time;
        match self {
            Self::Bare => pages::get(world, &bare.subject(), &bare.url(), time).await,
            Self::Jwks => pages::get(world, &world.subject(), &world.jwks_url(), time).await,
            Self::Discovery => pages::get(world, &world.subject(), &world.discovery_url(), time).await,
            Self::LoginPage => pages::get(world, &world.subject(), &world.login_url(&world.rs256), time).await,
            Self::InitiateAuth => password::initiate_auth(world, time).await,
            Self::HostedSignIn => password::hosted(world, time).await,
            Self::CodeFlowEs256 => code_flow::with_session(world, &world.es256, time).await,
            Self::CodeFlowRs256 => code_flow::with_session(world, &world.rs256, time).await,
            Self::ClientCredentialsRs256 => token::client_credentials(world, &world.rs256_program, time).await,
            Self::ClientCredentialsEs256 => token::client_credentials(world, &world.es256_program, time).await,
            Self::RefreshRs256 => refresh::run(world, &world.rs256, time).await,
            Self::RefreshRotatingRs256 => refresh::run(world, &world.rs256_rotating, time).await,
            Self::RefreshEs256 => refresh::run(world, &world.es256, time).await,
            Self::RefreshRotatingEs256 => refresh::run(world, &world.es256_rotating, time).await,
            Self::UserInfo => pages::user_info(world, time).await,
        }
    }

    /// What it is held against: the name of a rate, the part of that rate, and the ratio aimed at.
    fn aims(self) -> &'static [Held] {
        match self {
            Self::Jwks | Self::Discovery => &[("bare route", 1.0, Some(0.7))],
            Self::InitiateAuth => &[(ARGON2ID, 1.0, Some(0.90))],
            Self::HostedSignIn => &[(ARGON2ID, 1.0, Some(0.82))],
            Self::ClientCredentialsRs256 => &[(RS256, 1.0, Some(0.80))],
            Self::RefreshRs256 => &[(RS256, 0.5, Some(0.80))],
            Self::RefreshRotatingRs256 => &[(RS256, 0.5, Some(0.65))],
            Self::ClientCredentialsEs256 => {
                &[("oidc-provider: client_credentials, ES256", 1.0, Some(4.0)), (ES256, 1.0, None)]
            }
            Self::CodeFlowEs256 => &[("oidc-provider: code flow with a live session, ES256", 1.0, Some(1.3))],
            Self::RefreshEs256 | Self::RefreshRotatingEs256 => {
                &[("oidc-provider: refresh, ES256", 1.0, Some(1.2)), (ES256, 0.5, None)]
            }
            Self::Bare | Self::LoginPage | Self::CodeFlowRs256 | Self::UserInfo => &[],
        }
    }
}

/// The name of a rate, the part of that rate, and the ratio aimed at.
type Held = (&'static str, f64, Option<f64>);

const ARGON2ID: &str = "raw argon2id";
const RS256: &str = "raw RS256";
const ES256: &str = "raw ES256";

/// Runs every scenario that was asked for, in rounds, and adds the medians to the report.
pub(crate) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let world = World::create(folder.path()).await?;
    let bare = Bare::start().await?;
    let peer = if options.without_peer { None } else { Peer::start().await? };
    report
        .note(format!("memory with one pool, seven clients and sixteen users: {:.1} MiB", resident_mib(world.pid())?));

    let mut seen: BTreeMap<String, Vec<Measured>> = BTreeMap::new();
    let mut raw: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        raw.entry(ARGON2ID).or_default().push(raw::argon2id(options.time)?);
        raw.entry(RS256).or_default().push(raw::rs256(options.time)?);
        raw.entry(ES256).or_default().push(raw::es256(options.time)?);
        for scenario in Scenario::ALL.into_iter().filter(|it| options.wants(it.name()) || *it == Scenario::Bare) {
            eprintln!("  {}", scenario.name());
            let measured = scenario.measure(&world, &bare, options).await?;
            seen.entry(scenario.name().to_owned()).or_default().push(measured);
        }
        for scenario in PeerScenario::ALL.into_iter().filter(|it| options.wants(it.name())) {
            let Some(peer) = &peer else { break };
            eprintln!("  oidc-provider: {}", scenario.name());
            let measured = peer.measure(scenario, options.time).await?;
            seen.entry(format!("oidc-provider: {}", scenario.name())).or_default().push(measured);
        }
    }
    report.note(format!(
        "memory after load: {:.1} MiB, at most {:.1} MiB",
        resident_mib(world.pid())?,
        peak_mib(world.pid())?
    ));
    summarize(&seen, &raw, report);
    Ok(())
}

fn summarize(seen: &BTreeMap<String, Vec<Measured>>, raw: &BTreeMap<&str, Vec<f64>>, report: &mut Report) {
    let of = |what: fn(&Measured) -> f64, rounds: &[Measured]| median(rounds.iter().map(what).collect());
    let rate = |name: &str| {
        let measured = seen.get(name).map(|rounds| of(|it| it.per_cpu_sec, rounds));
        measured.or_else(|| raw.get(name).map(|rates| median(rates.clone())))
    };
    for scenario in [Scenario::Jwks, Scenario::Discovery, Scenario::LoginPage] {
        // What little is written meanwhile is the jobs' own.
        let writes = seen.get(scenario.name()).and_then(|rounds| rounds.last()?.statements).map(|(_, writes)| writes);
        if let Some(writes) = writes {
            report.bound(format!("{}: writes to the database per GET", scenario.name()), writes, "writes", 0.005);
        }
    }
    for name in raw.keys() {
        report.add(Line { name: (*name).to_owned(), per_cpu_sec: rate(name).unwrap_or(f64::NAN), ..Line::default() });
    }
    let ours = Scenario::ALL.map(|scenario| (scenario.name().to_owned(), scenario.aims()));
    let peers = PeerScenario::ALL.map(|scenario| (format!("oidc-provider: {}", scenario.name()), [].as_slice()));
    for (name, aims) in ours.into_iter().chain(peers) {
        let Some(rounds) = seen.get(&name) else { continue };
        let per_cpu_sec = of(|it| it.per_cpu_sec, rounds);
        let held = |&(other, part, least): &Held| {
            rate(other).map(|bound| Aim { other: other.to_owned(), ratio: per_cpu_sec / (bound * part), least })
        };
        report.add(Line {
            name,
            per_cpu_sec,
            p50_ms: Some(of(|it| it.p50_ms, rounds)),
            p99_ms: Some(of(|it| it.p99_ms, rounds)),
            statements: rounds.last().and_then(|it| it.statements),
            aims: aims.iter().filter_map(held).collect(),
        });
    }
}
