//! F5: PostgreSQL restarts as an operator has it restart, and crashes, under load.

use std::time::Duration;

use super::conclude;
use super::watch::until_writes;
use crate::Result;
use crate::crowd::Crowd;
use crate::dice::Dice;
use crate::options::Options;
use crate::report::{Report, Row};
use crate::rig::Rig;

/// Longest time from "takes connections" to the first success of every node.
const MOST_RECOVERY: Duration = Duration::from_secs(5);
/// Longest time until "come later".
const MOST_WAIT: Duration = Duration::from_secs(5);

/// Both kinds, in turns.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(100);
    let mut rig = Rig::cluster(2, &[]).await?;
    rig.world.add_user("probe", "Correct-Horse-9-Battery").await?;
    let mut crowd = Crowd::new(&rig, 6, options.seed)?;
    let mut dice = Dice::new(options.seed);
    let mut longest = Duration::ZERO;
    crowd.work(Duration::from_secs(2)).await?;
    for run in 0..runs {
        let postgres = rig.postgres.as_ref().ok_or("no PostgreSQL")?;
        crowd.go();
        tokio::time::sleep(Duration::from_millis(200 + dice.below(600))).await;
        postgres.stop(if run % 2 == 0 { "fast" } else { "immediate" })?;
        tokio::time::sleep(Duration::from_millis(dice.below(1500))).await;
        postgres.begin()?;
        longest = longest.max(until_writes(&rig.world, 2, "probe").await?);
        crowd.rest().await?;
        crowd.read_back().await;
        for node in &mut rig.nodes {
            if !node.is_alive() {
                return Err("a node ended with its database".into());
            }
        }
        if run % 20 == 19 {
            eprintln!("  {} restarts", run + 1);
        }
    }
    if longest > MOST_RECOVERY {
        crowd.shared.findings.broken(format!("{longest:?} from the database's start to the first success"));
    }
    let row = Row {
        name: "F5 PostgreSQL restarts and crashes".to_owned(),
        runs,
        longest_restart: Some(longest),
        notes: vec![format!("answers during the faults may take {MOST_WAIT:?}")],
        ..Row::default()
    };
    conclude(row, &rig, &mut crowd, report).await
}
