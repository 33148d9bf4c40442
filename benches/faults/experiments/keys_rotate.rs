//! ROTATE: all keys are exchanged under load, on two nodes: a pool's signing keys (announced), the ring's working key, and
//! the master key, with which the nodes are then started again one after the other. Nobody notices.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::conclude;
use crate::Result;
use crate::crowd::Crowd;
use crate::dice::Dice;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::node::MASTER_KEY;

/// Rounds of all three.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(10);
    let mut rig = Rig::cluster(2, &[]).await?;
    let mut crowd = Crowd::new(&rig, 6, options.seed)?;
    let shared = Arc::clone(&crowd.shared);
    let front = rig.world.front.clone();
    let pool = rig.world.pool.clone();
    let mut dice = Dice::new(options.seed);
    let mut master = MASTER_KEY.to_owned();
    crowd.work(Duration::from_secs(2)).await?;
    front.take_seen();
    for run in 0..runs {
        crowd.go();
        tokio::time::sleep(Duration::from_millis(200 + dice.below(400))).await;
        if run == 0 {
            // The next one is refused until these sign, ten minutes later.
            tell(&rig, &["keys", "rotate", "--pool", &pool], &shared.findings)?;
        }
        tell(&rig, &["keys", "rotate-ring"], &shared.findings)?;
        let next = BASE64_STANDARD
            .encode(std::array::from_fn::<u8, 32, _>(|_| u8::try_from(dice.below(256)).unwrap_or_default()));
        for number in 0..2 {
            rig.node(number)?.set(&[("VESTIBULE_MASTER_KEY", &next), ("VESTIBULE_PREVIOUS_MASTER_KEY", &master)]);
        }
        tell(&rig, &["keys", "rotate-master"], &shared.findings)?;
        master = next;
        for number in 0..2 {
            front.rotate(number, false);
            let node = rig.node(number)?;
            let (code, _) = node.terminate().await?;
            if code != Some(0) {
                shared.findings.broken(format!("run {run}: node {number} ended with {code:?}"));
            }
            node.start().await?;
            front.rotate(number, true);
        }
        crowd.rest().await?;
        crowd.read_back().await;
        let seen = front.take_seen();
        if seen.unanswered > 0 || seen.busy > 0 || !seen.broken.is_empty() {
            let (lost, busy, broken) = (seen.unanswered, seen.busy, seen.broken.join("; "));
            shared.findings.broken(format!("run {run}: {lost} unanswered, {busy} sent away; {broken}"));
        }
    }
    let row = Row { name: "ROTATE all keys under load".to_owned(), runs, ..Row::default() };
    conclude(row, &rig, &mut crowd, report).await
}

/// Runs a command of the program beside the running nodes.
fn tell(rig: &Rig, command: &[&str], findings: &Findings) -> Result<()> {
    let node = rig.nodes.first().ok_or("no node")?;
    let done = node.run(command)?;
    if !done.status.success() {
        findings.broken(format!("{}: {}", command.join(" "), String::from_utf8_lossy(&done.stderr).trim()));
    }
    Ok(())
}
