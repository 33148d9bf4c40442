//! F1: `kill -9` at a uniformly random moment under load, and a start right after it.

use std::time::{Duration, Instant};

use super::conclude;
use crate::Result;
use crate::crowd::Crowd;
use crate::dice::Dice;
use crate::options::Options;
use crate::report::{Report, Row};
use crate::rig::Rig;

/// Tasks of the crowd.
const TASKS: u64 = 6;
/// Longest time from the start of the process to ready.
const MOST_RESTART: Duration = Duration::from_secs(3);

/// The only node, on SQLite.
pub(super) async fn alone(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(200);
    let mut rig = Rig::sqlite(&[]).await?;
    let mut crowd = Crowd::new(&rig, TASKS, options.seed)?;
    let mut dice = Dice::new(options.seed);
    crowd.work(Duration::from_secs(2)).await?;
    for run in 0..runs {
        crowd.go();
        tokio::time::sleep(Duration::from_millis(100 + dice.below(900))).await;
        let node = rig.node(0)?;
        node.kill()?;
        node.start().await?;
        // The crowd goes on over the kill, so that retries meet the node as it comes back.
        tokio::time::sleep(Duration::from_millis(dice.below(300))).await;
        crowd.rest().await?;
        crowd.read_back().await;
        if run % 20 == 19 {
            eprintln!("  {} kills", run + 1);
        }
    }
    let longest = rig.node(0)?.longest_start;
    if longest > MOST_RESTART {
        crowd.shared.findings.broken(format!("{longest:?} from start to ready"));
    }
    let row = Row { name: "F1 kill -9, SQLite".to_owned(), runs, ..Row::default() };
    conclude(row, &rig, &mut crowd, report).await
}

/// One of two nodes on PostgreSQL, in turns; the other one must not feel it.
pub(super) async fn one_of_two(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(100);
    let mut rig = Rig::cluster(2, &[]).await?;
    let mut crowd = Crowd::new(&rig, TASKS, options.seed)?;
    let mut dice = Dice::new(options.seed);
    let (mut probes, mut failures) = (0_u64, 0_u64);
    crowd.work(Duration::from_secs(2)).await?;
    for run in 0..runs {
        crowd.go();
        tokio::time::sleep(Duration::from_millis(100 + dice.below(900))).await;
        let (victim, other) = if run % 2 == 0 { (0, 1) } else { (1, 0) };
        let survivor = rig.world.by(other);
        rig.node(victim)?.kill()?;
        let until = Instant::now() + Duration::from_millis(500);
        while Instant::now() < until {
            probes += 1;
            let path = format!("/{}/.well-known/jwks.json", survivor.pool);
            if !survivor.front.get(&path).await.is_done() {
                failures += 1;
            }
        }
        rig.node(victim)?.start().await?;
        crowd.rest().await?;
        crowd.read_back().await;
        if run % 20 == 19 {
            eprintln!("  {} kills", run + 1);
        }
    }
    if failures * 1000 > probes {
        crowd.shared.findings.broken(format!("the other node failed {failures} of {probes} requests"));
    }
    let notes = vec![format!("the other node answered {} of {probes} probes", probes - failures)];
    let row = Row { name: "F1 kill -9, one of two on PostgreSQL".to_owned(), runs, notes, ..Row::default() };
    conclude(row, &rig, &mut crowd, report).await
}
