//! F30 and F31: ten times the sign-ins that the cores can hash, at one pool, in an open loop. The rest of the server does
//! not feel it, the excess is told quickly, memory stays bounded, and another pool keeps its share.
//!
//! To be judged on a release build (`--program`). Where the machine has other work to do, that delays every answer, also
//! in a calm: times are held against those of the same run before the storm.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use serde_json::json;

use super::audit;
use super::load::{Figures, at_rate, in_turn, p99};
use crate::Result;
use crate::ledger::Tally;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::node::Node;
use crate::rig::process::memory_mib;
use crate::rig::stored::Stored;
use crate::rig::wire::{call, get};
use crate::rig::world::{Tokens, World};

const PASSWORD: &str = "Correct-Horse-9-Battery";
/// Times the capacity.
const STORM: f64 = 10.0;
/// People of each pool: so many that none has five attempts under way at once, which would be a guesser.
const PEOPLE: usize = 200;
/// Connections of the storm: more than it needs while it is answered in time.
const MOST_CONNECTIONS: usize = 600;
/// Requests a second to each of the other endpoints.
const PROBES_PER_SEC: f64 = 25.0;
/// How long it lasts; and the calm before it.
const LENGTH: Duration = Duration::from_secs(20);
const CALM: Duration = Duration::from_secs(5);
/// Most that 99 of 100 answers of the other endpoints may take, and refusals, beyond what they took in the calm.
const MOST_DELAY: Duration = Duration::from_millis(50);
const MOST_REFUSAL: Duration = Duration::from_millis(100);
/// Sign-ins of every hundred that the other pool gets at least: nine tenths of its fair share, which is half.
const LEAST_SHARE: usize = 45;
/// Threads that hash, and the memory of each; and room for requests.
const WORKERS: u64 = 2;
const BLOCK_MIB: u64 = 19;
const ROOM_MIB: u64 = 64;

type Requests = Vec<(&'static str, Vec<u8>)>;

/// Storms.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(3);
    let workers = WORKERS.to_string();
    let settings = [("VESTIBULE_HASHING__WORKERS", workers.as_str()), ("VESTIBULE_HASHING__MAX_WAIT_MS", "2000")];
    let rig = Rig::sqlite(&settings).await?;
    let pid = rig.nodes.first().and_then(Node::pid).ok_or("no node")?;
    let base = memory_mib(pid, "VmRSS:")?;
    let neighbour = World::create(rig.world.front.clone()).await?;
    let findings = Findings::default();
    let (mut notes, mut tally) = (Vec::new(), Tally::default());
    for world in [&*rig.world, &neighbour] {
        for number in 0..PEOPLE {
            world.add_user(&name(number), PASSWORD).await?;
        }
    }
    for _ in 0..runs {
        storm(&rig, &neighbour, &findings, &mut notes, &mut tally).await?;
    }
    let peak = memory_mib(pid, "VmHWM:")?;
    notes.push(format!("memory: {base} MiB before any hash, at most {peak} MiB, {WORKERS} hashing threads"));
    if peak > base + WORKERS * BLOCK_MIB + ROOM_MIB {
        findings.broken(format!("memory grew from {base} to {peak} MiB"));
    }
    let stored = Stored::open(&rig.database_url).await?;
    let events = stored.count("SELECT COUNT(*) FROM events WHERE name = 'sign_in.completed'").await?;
    let events = u64::try_from(events)?;
    notes.push(format!("{events} events of {} sign-ins", tally.acknowledged));
    if events < tally.acknowledged {
        findings.lost(format!("{} of {} events of sign-ins", tally.acknowledged - events, tally.acknowledged));
    }
    if events > tally.acknowledged + tally.unknown {
        findings.double(format!("{events} events of {} sign-ins", tally.acknowledged));
    }
    audit::holds_together(&rig, &findings)?;
    let name = format!("F30, F31 sign-in storm of {LENGTH:?}");
    report.add(Row { name, runs, tally, notes, ..Row::default() }, &findings);
    Ok(())
}

async fn storm(
    rig: &Rig,
    neighbour: &World,
    findings: &Findings,
    notes: &mut Vec<String>,
    tally: &mut Tally,
) -> Result<()> {
    let to = rig.nodes.first().map(Node::address).ok_or("no node")?;
    let probes = probes(&rig.world, tally).await?;
    let (here, there) = (sign_in(&rig.world), sign_in(neighbour));
    let before = probe(&probes, to, CALM).await;
    let alone = in_turn(to, 8, CALM, &here).await;
    let per_sec = f64::from(u32::try_from(alone.good.len())?) / CALM.as_secs_f64();
    let others = join(probe(&probes, to, LENGTH), in_turn(to, 8, LENGTH, &there));
    let excess = at_rate(to, per_sec * STORM, MOST_CONNECTIONS, LENGTH, &here);
    let (excess, (during, quiet)) = join(excess, others).await;
    calm_again(rig, findings, tally).await;

    let mut noise = Duration::ZERO;
    for (((name, _), before), during) in probes.iter().zip(&before).zip(&during) {
        let (calm, storm) = (p99(&before.good), p99(&during.good));
        noise = noise.max(calm);
        let (failed, asked) = (during.asked() - during.good.len(), during.asked());
        if failed * 1000 > asked {
            findings.broken(format!("{name}: {failed} of {asked} failed in the storm"));
        }
        if storm > calm + MOST_DELAY {
            findings.broken(format!("{name}: p99 {storm:.0?} in the storm, {calm:.0?} before it"));
        }
        let good = during.good.len();
        notes.push(format!("{name}: {good} of {asked} succeeded, p99 {storm:.1?} in the storm, {calm:.1?} before it"));
    }
    let refusal = p99(&excess.shed);
    if refusal > MOST_REFUSAL + noise {
        findings.broken(format!("99 of 100 refusals took up to {refusal:.0?}"));
    }
    for figures in [&alone, &excess, &quiet] {
        for why in &figures.broken {
            findings.broken(format!("a sign-in in the storm: {why}"));
        }
        tally.acknowledged += figures.good.len() as u64;
        tally.refused += figures.shed.len() as u64;
        tally.unknown += figures.broken.len() as u64;
    }
    let (ours, theirs) = (excess.in_time, quiet.in_time);
    if (ours + theirs) * LEAST_SHARE > theirs * 100 {
        findings.broken(format!("the other pool got {theirs} of {} sign-ins", ours + theirs));
    }
    notes.push(format!(
        "{per_sec:.0} sign-ins a second alone; {:.0} a second asked for in the storm: {ours} done, {} told to come later \
         (p99 {refusal:.1?}); {theirs} done at the other pool",
        per_sec * STORM,
        excess.shed.len()
    ));
    Ok(())
}

async fn calm_again(rig: &Rig, findings: &Findings, tally: &mut Tally) {
    let calm = Instant::now();
    while !rig.world.sign_in(&name(0), PASSWORD).await.is_done() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tally.acknowledged += 1;
    if calm.elapsed() > Duration::from_secs(5) {
        findings.broken(format!("{:?} until sign-ins worked as before", calm.elapsed()));
    }
}

/// The other endpoints.
async fn probes(world: &World, tally: &mut Tally) -> Result<Requests> {
    let answer = world.sign_in(&name(0), PASSWORD).await;
    let tokens = Tokens::of(&answer).ok_or_else(|| answer.why())?;
    tally.acknowledged += 1;
    let (host, pool) = (world.front.host(), &world.pool);
    let refresh = json!({ "ClientId": world.staying, "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": staying(world, tally).await?.refresh } });
    Ok(vec![
        ("keys", get(host, &format!("/{pool}/.well-known/jwks.json"))),
        ("discovery", get(host, &format!("/{pool}/.well-known/openid-configuration"))),
        ("the sign-in page", get(host, &world.login_path())),
        ("GetUser", call(host, "GetUser", &json!({ "AccessToken": tokens.access }))),
        ("refresh", call(host, "InitiateAuth", &refresh)),
    ])
}

/// Tokens of the client whose refresh tokens stay.
async fn staying(world: &World, tally: &mut Tally) -> Result<Tokens> {
    let world = World { client: world.staying.clone(), ..world.clone() };
    let answer = world.sign_in(&name(0), PASSWORD).await;
    tally.acknowledged += 1;
    Tokens::of(&answer).ok_or_else(|| answer.why().into())
}

/// Asks each of them at a steady rate.
async fn probe(probes: &Requests, to: SocketAddr, time: Duration) -> Vec<Figures> {
    let asking =
        probes.iter().map(async |(_, request)| at_rate(to, PROBES_PER_SEC, 16, time, &|_| request.clone()).await);
    join_all(asking).await
}

/// The sign-in of one of the people of a pool after the other.
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
    format!("steady-{number}")
}
