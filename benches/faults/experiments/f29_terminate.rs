//! F29: SIGTERM under load, one node after the other. A load balancer that asks for readiness loses no request.

use std::sync::Arc;
use std::time::Duration;

use super::conclude;
use crate::Result;
use crate::crowd::Crowd;
use crate::dice::Dice;
use crate::options::Options;
use crate::report::{Report, Row};
use crate::rig::Rig;

/// Longest time from the signal to the end of the process.
const MOST_DRAIN: Duration = Duration::from_secs(30);
/// How often the load balancer asks for readiness.
const PACE: Duration = Duration::from_millis(200);

/// Two nodes in turns.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(100);
    let mut rig = Rig::cluster(2, &[]).await?;
    let mut crowd = Crowd::new(&rig, 8, options.seed)?;
    let shared = Arc::clone(&crowd.shared);
    let front = rig.world.front.clone();
    let mut dice = Dice::new(options.seed);
    let (mut longest, mut requests) = (Duration::ZERO, 0);
    crowd.work(Duration::from_secs(2)).await?;
    front.take_seen();
    for run in 0..runs {
        crowd.go();
        tokio::time::sleep(Duration::from_millis(100 + dice.below(500))).await;
        let number = usize::try_from(run % 2)?;
        let node = rig.node(number)?;
        let readiness = node.readiness();
        let balance = async {
            while readiness.ask().await == Some(200) {
                tokio::time::sleep(PACE).await;
            }
            front.rotate(number, false);
        };
        let (ended, ()) = futures_util::join!(node.terminate(), balance);
        let (code, took) = ended?;
        longest = longest.max(took);
        if code != Some(0) {
            shared.findings.broken(format!("run {run}: it ended with {code:?}"));
        }
        node.start().await?;
        front.rotate(number, true);
        crowd.rest().await?;
        crowd.read_back().await;
        let seen = front.take_seen();
        requests += seen.requests;
        if seen.unanswered > 0 || seen.busy > 0 || !seen.broken.is_empty() {
            let (lost, busy) = (seen.unanswered, seen.busy);
            shared.findings.broken(format!("run {run}: {lost} requests unanswered, {busy} sent away"));
        }
        if run % 20 == 19 {
            eprintln!("  {} stops", run + 1);
        }
    }
    if longest > MOST_DRAIN {
        shared.findings.broken(format!("it took {longest:?} to stop"));
    }
    let notes = vec![format!("{requests} requests, the longest stop took {:.2} s", longest.as_secs_f64())];
    let row = Row { name: "F29 SIGTERM under load".to_owned(), runs, notes, ..Row::default() };
    conclude(row, &rig, &mut crowd, report).await
}
