//! I7 and I9 for the experiments without a crowd: what the ledger says was done has its events, and what is stored holds
//! together.

use std::collections::BTreeMap;

use crate::Result;
use crate::ledger::{Ledger, Owed};
use crate::report::Findings;
use crate::rig::Rig;
use crate::rig::stored::Stored;

/// Operations of the ledger, and the event that each of them owes.
pub(super) type Audited = (&'static [&'static str], &'static str);

/// Proves both, and says how many events were owed. Nobody may be at work.
pub(super) async fn prove(rig: &Rig, ledger: &Ledger, audited: &[Audited], findings: &Findings) -> Result<String> {
    let stored = Stored::open(&rig.database_url).await?;
    let mut compared = 0;
    for (operations, event) in audited {
        let found = stored.events_named(event).await?;
        let mut owed: BTreeMap<Option<String>, Owed> = BTreeMap::new();
        for (who, more) in operations.iter().flat_map(|operation| ledger.owed(operation)) {
            // Those who were deleted meanwhile, and those whose events are all gone, are held against the same rest.
            let who = Some(who).filter(|who| found.contains_key(&Some(who.clone())));
            let sum = owed.entry(who).or_default();
            *sum = Owed { least: sum.least + more.least, most: sum.most + more.most };
        }
        for (who, owed) in owed {
            let there = found.get(&who).copied().unwrap_or(0);
            let who = who.as_deref().unwrap_or("those who are gone");
            compared += owed.least;
            if there < owed.least {
                findings.lost(format!("{who}: {} of {} events {event}", owed.least - there, owed.least));
            }
            if there > owed.most {
                findings.double(format!("{who}: {there} events {event} instead of {}", owed.most));
            }
        }
    }
    for orphans in stored.orphans().await? {
        findings.lost(format!("the owner of {orphans}"));
    }
    holds_together(rig, findings)?;
    Ok(format!("{compared} owed events found, no row without its owner"))
}

/// I9: everything has its owner, and every sealed cell opens.
pub(super) fn holds_together(rig: &Rig, findings: &Findings) -> Result<()> {
    let node = rig.nodes.first().ok_or("no node")?;
    let doctor = tokio::task::block_in_place(|| node.run(&["doctor", "--json"]))?;
    if !doctor.status.success() {
        let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
        findings.lost(format!("what holds the database together; the doctor says: {said}"));
    }
    Ok(())
}
