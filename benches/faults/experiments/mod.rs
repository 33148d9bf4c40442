//! The experiments, one per file, by the names that the reliability guide gives them.

mod audit;
mod f01_kill;
mod f02_fail_points;
mod f05_database_restart;
mod f08_database_hang;
mod f10_disk_full;
mod f12_mail_down;
mod f13_mail_faults;
mod f16_dead_provider;
mod f17_other_node;
mod f18_double_spend;
mod f21_cut_off;
mod f27_restore;
mod f29_terminate;
mod f30_storm;
mod huge_passwords;
mod keys_rotate;
mod load;
mod stuffing;
mod watch;

use std::time::Duration;

use futures_util::future::LocalBoxFuture;

use crate::Result;
use crate::crowd::Crowd;
use crate::options::Options;
use crate::report::{Report, Row};
use crate::rig::Rig;

/// Time after a fault by which nothing may answer 5xx any more (I10).
const SETTLED: Duration = Duration::from_secs(5);

struct Experiment {
    name: &'static str,
    what: &'static str,
    run: for<'a> fn(&'a Options, &'a mut Report) -> LocalBoxFuture<'a, Result<()>>,
}

/// Names an experiment; its module has one function `run`.
macro_rules! experiments {
    ($($name:literal $what:literal => $module:ident :: $run:ident;)*) => {
        const ALL: &[Experiment] = &[$(Experiment {
            name: $name,
            what: $what,
            run: |options, report| Box::pin($module::$run(options, report)),
        },)*];
    };
}

experiments! {
    "F1" "a node is killed at any moment" => f01_kill::alone;
    "F1b" "one of two nodes is killed at any moment" => f01_kill::one_of_two;
    "F2" "the process ends at named places of its code" => f02_fail_points::run;
    "F5" "the database restarts, and crashes, under load" => f05_database_restart::run;
    "F8" "the database hangs" => f08_database_hang::run;
    "F10" "the disk is full" => f10_disk_full::run;
    "F12" "the mail server is down" => f12_mail_down::run;
    "F13" "the mail server behaves badly" => f13_mail_faults::run;
    "F16" "a provider never answers while hundreds wait for it" => f16_dead_provider::run;
    "F17" "written on one node, read on the other at once" => f17_other_node::run;
    "F18" "one-time values spent in parallel on two nodes" => f18_double_spend::run;
    "F21" "a node is cut off from the database" => f21_cut_off::run;
    "F27" "a backup under load is restored" => f27_restore::run;
    "F29" "a node is told to stop under load" => f29_terminate::run;
    "F30" "more sign-ins than can be hashed, at one pool of two" => f30_storm::run;
    "STUFFING" "ten thousand leaked passwords, each tried once" => stuffing::run;
    "PASSWORDS" "passwords of a megabyte and more" => huge_passwords::run;
    "ROTATE" "all keys are exchanged under load" => keys_rotate::run;
}

/// Runs those that were asked for.
pub(crate) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    for experiment in ALL.iter().filter(|it| options.wants(it.name)) {
        eprintln!("{}: {}", experiment.name, experiment.what);
        (experiment.run)(options, report).await.map_err(|error| format!("{}: {error}", experiment.name))?;
    }
    Ok(())
}

/// Proves everything about a crowd, and adds the experiment's row. The fault must be over.
async fn conclude(mut row: Row, rig: &Rig, crowd: &mut Crowd, report: &mut Report) -> Result<()> {
    let shared = std::sync::Arc::clone(&crowd.shared);
    let during = shared.world.front.take_seen();
    for what in &during.broken {
        shared.findings.broken(format!("during the fault: {what}"));
    }
    tokio::time::sleep(SETTLED).await;
    row.notes.extend(crowd.prove(&rig.database_url).await?);
    crowd.work(Duration::from_secs(2)).await?;
    row.notes.extend(crowd.prove(&rig.database_url).await?);
    audit::holds_together(rig, &shared.findings)?;
    let after = shared.world.front.take_seen();
    for what in &after.broken {
        shared.findings.broken(format!("after the fault: {what}"));
    }
    if after.busy + after.unanswered > 0 {
        let (busy, unanswered, of) = (after.busy, after.unanswered, after.requests);
        shared
            .findings
            .broken(format!("after the fault {busy} of {of} requests were put off, {unanswered} unanswered"));
    }
    row.notes.push(format!(
        "{} requests during the faults, {} of them unanswered, {} told to come later, the longest answer {:.2} s",
        during.requests,
        during.unanswered,
        during.busy,
        during.longest.as_secs_f64()
    ));
    row.tally = shared.ledger.tally();
    let starts = rig.nodes.iter().map(|node| node.longest_start).max();
    row.longest_restart = row.longest_restart.or(starts);
    if !shared.findings.is_clean() {
        row.notes
            .push(format!("the ledger, the logs and what is in SQLite are kept in {}", rig.keep_evidence()?.display()));
    }
    report.add(row, &shared.findings);
    Ok(())
}
