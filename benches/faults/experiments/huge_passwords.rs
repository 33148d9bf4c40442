//! Case 229: passwords of a megabyte, of a hundred megabytes, and a character longer than allowed. They are refused before
//! anything is hashed, at next to no cost, and memory does not grow with them.
//!
//! To be judged on a release build (`--program`).

use std::time::Duration;

use futures_util::future::join_all;

use crate::Result;
use crate::answer::Answer;
use crate::ledger::Tally;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::node::Node;
use crate::rig::process;

/// Passwords of each kind.
const TRIES: u64 = 200;
/// Most processor time that one may take, its reading included.
const MOST_TIME: Duration = Duration::from_millis(1);
/// Most that memory may grow: two bodies of the largest size for each of the connections under way, and room.
const MOST_MIB: u64 = 8;
/// A body beyond this is not read, and who sends it is cut off.
const LONGEST_BODY: usize = 1_048_576;
/// Longest password, in characters.
const LONGEST: usize = 256;
/// By then a new server has made what it makes by itself, such as keys for later.
const SETTLED: Duration = Duration::from_secs(15);

/// Sends them.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let tries = options.runs(TRIES);
    let rig = Rig::sqlite(&[("VESTIBULE_LIMITS__EXEMPT", "127.0.0.0/8")]).await?;
    let pid = rig.nodes.first().and_then(Node::pid).ok_or("no node")?;
    let findings = Findings::default();
    let (mut notes, mut tally) = (Vec::new(), Tally::default());
    rig.world.add_user("ada", "Correct-Horse-9-Battery").await?;
    // What the first request makes is not the passwords' fault, nor is what a new server does.
    tokio::time::sleep(SETTLED).await;
    for password in ["short".to_owned(), "x".repeat(LONGEST + 1), "x".repeat(1_000_000)] {
        let _answer = rig.world.sign_in("ada", &password).await;
    }
    // Small ones are told late, so several at once; of large ones one at a time, whose memory is looked at.
    let kinds = [
        ("a character too long", LONGEST + 1, tries, 16),
        ("1 MB", 1_000_000, tries, 1),
        ("100 MB", 100_000_000, tries.div_ceil(40), 1),
    ];
    for (what, length, tries, at_once) in kinds {
        let password = "x".repeat(length);
        let (time, memory) = (process::time(pid)?, process::memory_mib(pid, "VmRSS:")?);
        // Each for a name of its own: a lock would be another reason.
        let names: Vec<String> = (0..tries).map(|number| format!("{length}-{number}")).collect();
        for names in names.chunks(at_once) {
            for answer in join_all(names.iter().map(|name| rig.world.sign_in(name, &password))).await {
                tally.refused += 1;
                if !(answer.is_refused() || length > LONGEST_BODY && matches!(answer, Answer::Lost(_))) {
                    findings.broken(format!("{what}: {}", answer.why()));
                }
            }
        }
        let each = process::time(pid)?.saturating_sub(time) / u32::try_from(tries)?;
        let grown = process::memory_mib(pid, "VmRSS:")?.saturating_sub(memory);
        if each > MOST_TIME {
            findings.broken(format!("{what}: {each:.1?} of processor time each"));
        }
        if grown > MOST_MIB {
            findings.broken(format!("{what}: memory grew by {grown} MiB"));
        }
        notes.push(format!("{what}: {tries} refused, {each:.2?} of processor time each, memory grew by {grown} MiB"));
    }
    if !rig.world.sign_in("ada", "Correct-Horse-9-Battery").await.is_done() {
        findings.broken("the right password did not work afterwards".to_owned());
    }
    report.add(
        Row { name: "Case 229, huge passwords".to_owned(), runs: tries, tally, notes, ..Row::default() },
        &findings,
    );
    Ok(())
}
