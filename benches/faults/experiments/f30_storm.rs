//! F30 and F31: many more people sign in at one pool than passwords can be hashed. The rest of the server does not feel
//! it, the excess is told quickly, and another pool keeps its share.

use std::time::{Duration, Instant};

use super::watch::{Heard, Watch};
use crate::Result;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::world::{Tokens, World};

const PASSWORD: &str = "Correct-Horse-9-Battery";
/// People who try to sign in at once at the pool of the storm: far more than ten for each core.
const STORM: usize = 64;
/// People at the other pool.
const NEIGHBOURS: usize = 12;
/// How long it lasts.
const LENGTH: Duration = Duration::from_secs(20);
/// Sign-ins of every hundred that the other pool gets at least: nine tenths of its fair share, which is half.
const LEAST_SHARE: u64 = 45;
/// Most memory above that before the storm: a block for each hashing thread and room for requests.
const MOST_GROWTH_MIB: u64 = 64 + 19 * 4;

/// Storms.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(3);
    let rig = Rig::sqlite(&[]).await?;
    let neighbour = World::create(rig.world.front.clone()).await?;
    let ledger = Ledger::create(rig.folder.path())?;
    let findings = Findings::default();
    let mut notes = Vec::new();
    for world in [&*rig.world, &neighbour] {
        world.add_user("steady", PASSWORD).await?;
    }
    for _ in 0..runs {
        storm(&rig, &neighbour, &findings, &mut notes).await?;
    }
    let name = format!("F30, F31 sign-in storm of {LENGTH:?}");
    report.add(Row { name, runs, tally: ledger.tally(), notes, ..Row::default() }, &findings);
    Ok(())
}

async fn storm(rig: &Rig, neighbour: &World, findings: &Findings, notes: &mut Vec<String>) -> Result<()> {
    let pid = rig.nodes.first().and_then(crate::rig::node::Node::pid).ok_or("no node")?;
    let before = resident_mib(pid)?;
    let answer = rig.world.sign_in("steady", PASSWORD).await;
    let tokens = Tokens::of(&answer).ok_or_else(|| answer.why())?;
    let mut others = Watch::documents(&rig.world);
    let access = tokens.access.clone();
    others.push(Watch::begin(&rig.world, move |world| {
        let access = access.clone();
        async move { world.get_user(&access).await }
    }));
    let refresh = std::sync::Arc::new(tokio::sync::Mutex::new(tokens.refresh));
    others.push(Watch::begin(&rig.world, move |world| {
        let refresh = std::sync::Arc::clone(&refresh);
        async move {
            let mut token = refresh.lock().await;
            let answer = world.refresh(&token).await;
            if let Some(tokens) = Tokens::of(&answer) {
                *token = tokens.refresh;
            }
            answer
        }
    }));
    let sign_in = |world: World| async move { world.sign_in("steady", PASSWORD).await };
    let crowd = |world: &World, count| (0..count).map(|_| Watch::begin(world, sign_in)).collect::<Vec<_>>();
    let (here, there) = (crowd(&rig.world, STORM), crowd(neighbour, NEIGHBOURS));
    tokio::time::sleep(LENGTH).await;
    let grown = resident_mib(pid)?.saturating_sub(before);
    let (here, there) = (all(here).await?, all(there).await?);
    let calm = Instant::now();
    while !rig.world.sign_in("steady", PASSWORD).await.is_done() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    if calm.elapsed() > Duration::from_secs(5) {
        findings.broken(format!("{:?} until sign-ins worked as before", calm.elapsed()));
    }
    let names = ["keys", "discovery", "the sign-in page", "GetUser", "refresh"];
    for (name, watch) in names.iter().zip(others) {
        let heard = watch.end().await?;
        if heard.failed.len() as u64 * 1000 > heard.asked {
            findings.broken(format!("{name}: {} of {} failed in the storm", heard.failed.len(), heard.asked));
        }
        notes.push(heard.tell(name));
    }
    for heard in [&here, &there] {
        for why in heard.failed.iter().filter(|why| *why != "busy") {
            findings.broken(format!("a sign-in in the storm: {why}"));
        }
    }
    let done = |heard: &Heard| heard.asked - heard.failed.len() as u64;
    let (ours, theirs) = (done(&here), done(&there));
    if (ours + theirs) * LEAST_SHARE > theirs * 100 {
        findings.broken(format!("the other pool got {theirs} of {} sign-ins", ours + theirs));
    }
    if grown > MOST_GROWTH_MIB {
        findings.broken(format!("memory grew by {grown} MiB"));
    }
    notes.push(format!(
        "{ours} sign-ins at the stormy pool, {theirs} at the other, {} told to come later; memory grew by {grown} MiB",
        here.failed.len() + there.failed.len()
    ));
    Ok(())
}

async fn all(watches: Vec<Watch>) -> Result<Heard> {
    let mut sum = Heard::default();
    for watch in watches {
        let heard = watch.end().await?;
        sum.asked += heard.asked;
        sum.failed.extend(heard.failed);
        sum.took.extend(heard.took);
    }
    Ok(sum)
}

/// Resident memory of a process, in MiB.
fn resident_mib(pid: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? / 1024)
}
