//! F8: the database hangs: every process of it is stopped, connections stay open and nothing answers.

use std::time::Duration;

use super::conclude;
use super::watch::{DOCUMENTS, Watch, until_writes};
use crate::Result;
use crate::crowd::Crowd;
use crate::options::Options;
use crate::report::{Report, Row};
use crate::rig::Rig;

/// How long it hangs.
const HANG: Duration = Duration::from_secs(30);
/// Longest time until a request has its "come later".
const MOST_WAIT: Duration = Duration::from_millis(5500);
/// Longest time until all is as before.
const MOST_RECOVERY: Duration = Duration::from_secs(5);

/// Hangs, one after the other.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(3);
    let rig = Rig::cluster(2, &[]).await?;
    rig.world.add_user("probe", "Correct-Horse-9-Battery").await?;
    let mut crowd = Crowd::new(&rig, 6, options.seed)?;
    let postgres = rig.postgres.as_ref().ok_or("no PostgreSQL")?;
    let findings = std::sync::Arc::clone(&crowd.shared);
    let mut longest = Duration::ZERO;
    let mut notes = Vec::new();
    crowd.work(Duration::from_secs(3)).await?;
    let mut slowest = rig.world.front.take_seen().longest;
    for _ in 0..runs {
        crowd.go();
        let documents = Watch::documents(&rig.world);
        tokio::time::sleep(Duration::from_millis(500)).await;
        rig.world.front.take_seen();
        postgres.hold(true)?;
        tokio::time::sleep(HANG).await;
        for (number, node) in rig.nodes.iter().enumerate() {
            if node.health("readyz").await != Some(503) {
                findings.findings.broken(format!("node {number} was ready while its database hung"));
            }
            if node.health("healthz").await != Some(200) {
                findings.findings.broken(format!("node {number} did not look alive while its database hung"));
            }
        }
        let seen = rig.world.front.take_seen();
        slowest = slowest.max(seen.longest);
        if seen.longest > MOST_WAIT || seen.unanswered > 0 {
            let what = format!("the longest answer took {:?}, {} never came", seen.longest, seen.unanswered);
            findings.findings.broken(what);
        }
        for (name, watch) in DOCUMENTS.iter().zip(documents) {
            let heard = watch.end().await?;
            for why in &heard.failed {
                findings.findings.broken(format!("{name} while the database hung: {why}"));
            }
            notes.push(heard.tell(name));
        }
        postgres.hold(false)?;
        longest = longest.max(until_writes(&rig.world, 2, "probe").await?);
        crowd.rest().await?;
        // What hung may still commit: only then is it read back.
        tokio::time::sleep(MOST_RECOVERY).await;
        crowd.read_back().await;
    }
    if longest > MOST_RECOVERY {
        findings.findings.broken(format!("{longest:?} from the database's return to the first success"));
    }
    notes.push(format!("longest answer while it hung: {:.2} s", slowest.as_secs_f64()));
    let name = format!("F8 PostgreSQL hangs for {HANG:?}");
    let row = Row { name, runs, longest_restart: Some(longest), notes, ..Row::default() };
    conclude(row, &rig, &mut crowd, report).await
}
