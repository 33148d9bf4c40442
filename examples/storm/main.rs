//! Ten times the sign-ins that the cores can hash, at one pool: do the other endpoints, the other pool and the memory
//! stay well (fault experiments F30 and F31)?
//!
//! ```text
//! cargo run --release --example storm -- target/release/vestibule [seconds] [port]
//! ```
//!
//! Starts the server itself, over a database of its own, and prints what it measured as JSON. Three phases: the other
//! endpoints alone; sign-ins in a closed loop, for what the cores can hash; then the storm in an open loop.

#![expect(clippy::disallowed_methods, reason = "this program measures time, and is no part of the server")]

mod figures;
mod http;
mod server;

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use figures::Figures;
use http::{Connection, get};
use server::{People, Server};

/// Times the capacity.
const STORM: f64 = 10.0;
/// Requests a second to each of the other endpoints.
const PROBES_PER_SEC: f64 = 25.0;

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, reason = "the report is what it is for")]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let binary = PathBuf::from(arguments.next().context("usage: storm PATH-OF-VESTIBULE [SECONDS] [PORT]")?);
    let secs = Duration::from_secs(arguments.next().map_or(Ok(15), |text| text.parse())?);
    let port = arguments.next().map_or(Ok(18_080), |text| text.parse())?;
    let server = Server::start(&binary.canonicalize()?, port).await?;
    let storm = server.people("Storm", 300).await?;
    let quiet = server.people("Quiet", 20).await?;
    let probes = probes(&quiet, port).await?;
    let (_, base_mib) = server.memory_mib()?;

    let idle = probe(&probes, port, Duration::from_secs(5)).await;
    let capacity = sign_ins_in_turn(&storm, port, 8, Duration::from_secs(5)).await;
    let per_sec = f64::from(u32::try_from(capacity.good())?) / 5.0;
    let others = join(probe(&probes, port, secs), sign_ins_in_turn(&quiet, port, 8, secs));
    let (excess, (under_load, of_quiet)) = join(sign_ins_at(&storm, port, per_sec * STORM, secs), others).await;
    let (peak_mib, _) = server.memory_mib()?;

    let report = json!({
        "cores": std::thread::available_parallelism()?.get(),
        "capacity_per_sec": per_sec,
        "storm_per_sec": per_sec * STORM,
        "seconds": secs.as_secs(),
        "other_endpoints_idle": idle,
        "other_endpoints_under_storm": under_load,
        "storm_sign_ins": excess.report(),
        "quiet_pool_sign_ins": of_quiet.report(),
        "memory_mib": { "base": base_mib, "peak": peak_mib },
    });
    println!("{report:#}");
    Ok(())
}

type Probes = Vec<(&'static str, Vec<u8>)>;

async fn probes(people: &People, port: u16) -> anyhow::Result<Probes> {
    let pool = &people.pool;
    let login = format!(
        "/{pool}/login?client_id={}&response_type=code&redirect_uri=https%3A%2F%2Fapp.test%2Fcb&code_challenge_method=S256\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        people.client
    );
    Ok(vec![
        ("jwks", get(port, &format!("/{pool}/.well-known/jwks.json"))),
        ("discovery", get(port, &format!("/{pool}/.well-known/openid-configuration"))),
        ("login_page", get(port, &login)),
        ("refresh", people.refresh(port).await?),
    ])
}

/// Asks each of the other endpoints at a steady rate.
async fn probe(probes: &Probes, port: u16, secs: Duration) -> Value {
    let each = probes.iter().map(async |(name, request)| {
        let figures = at_rate(port, PROBES_PER_SEC, 16, secs, &|_| request.clone()).await;
        ((*name).to_owned(), figures.report())
    });
    Value::Object(join_all(each).await.into_iter().collect())
}

/// Sign-ins that each wait for the one before: as many as the server gets done.
async fn sign_ins_in_turn(people: &People, port: u16, connections: usize, secs: Duration) -> Figures {
    let figures = RefCell::new(Figures::default());
    let next = Cell::new(0);
    let end = Instant::now() + secs;
    let turns = (0..connections).map(async |_| {
        let mut connection = Connection::new(port);
        while Instant::now() < end {
            let n = next.replace(next.get() + 1);
            let answer = connection.send(&people.sign_in(port, n)).await;
            figures.borrow_mut().add(&answer);
        }
    });
    join_all(turns).await;
    figures.into_inner()
}

/// Sign-ins that come at a rate, whatever becomes of those before.
async fn sign_ins_at(people: &People, port: u16, per_sec: f64, secs: Duration) -> Figures {
    at_rate(port, per_sec, 600, secs, &|n| people.sign_in(port, n)).await
}

/// Sends the `n`th request `n / per_sec` seconds after the first, over so many connections.
async fn at_rate(
    port: u16,
    per_sec: f64,
    connections: usize,
    secs: Duration,
    request: &dyn Fn(usize) -> Vec<u8>,
) -> Figures {
    let figures = RefCell::new(Figures::default());
    let next = Cell::new(0_u32);
    let began = Instant::now();
    let senders = (0..connections).map(async |_| {
        let mut connection = Connection::new(port);
        loop {
            let n = next.replace(next.get() + 1);
            let due = Duration::from_secs_f64(f64::from(n) / per_sec);
            if due >= secs {
                return;
            }
            tokio::time::sleep(due.saturating_sub(began.elapsed())).await;
            let answer = connection.send(&request(n as usize)).await;
            figures.borrow_mut().add(&answer);
        }
    });
    join_all(senders).await;
    figures.into_inner()
}
