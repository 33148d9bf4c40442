//! F10: the disk of a SQLite database is full. Writes are told to come later, reads go on, and when there is room again
//! all is as before, without a restart.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::conclude;
use super::watch::{DOCUMENTS, Watch, until_writes};
use crate::Result;
use crate::answer::Answer;
use crate::crowd::Crowd;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::world::{Tokens, World};

const PASSWORD: &str = "Correct-Horse-9-Battery";
/// How long it stays full.
const FULL: Duration = Duration::from_secs(5);
/// Longest time until writes work again.
const MOST_RECOVERY: Duration = Duration::from_secs(5);

/// A small disk of its own, which goes away when this value is dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> Result<Option<Self>> {
        std::fs::create_dir(at)?;
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(at).output()?;
        Ok(mounted.status.success().then(|| Self(at.to_owned())))
    }

    /// Fills it to the last byte.
    fn fill(&self) -> Result<()> {
        let filled =
            Command::new("dd").args(["if=/dev/zero", "bs=4k"]).arg(format!("of={}", self.filler())).output()?;
        if filled.status.success() { Err("the disk did not fill".into()) } else { Ok(()) }
    }

    fn free(&self) -> Result<()> {
        Ok(std::fs::remove_file(self.filler())?)
    }

    fn filler(&self) -> String {
        self.0.join("filler").display().to_string()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a node that is on its way out may still hold the file.
        let _unmounted = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Full, and free again, several times.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(10);
    let folder = tempfile::tempdir()?;
    let Some(disk) = Disk::mount(&folder.path().join("disk"))? else {
        let notes = vec!["not run: only root can mount a disk of its own".to_owned()];
        let row = Row { name: "F10 disk full".to_owned(), notes, ..Row::default() };
        report.add(row, &Findings::default());
        return Ok(());
    };
    let url = format!("sqlite://{}", disk.0.join("vestibule.db").display());
    let mut rig = Rig::start(folder, None, &[url], &[]).await?;
    rig.world.add_user("probe", PASSWORD).await?;
    let mut crowd = Crowd::new(&rig, 4, options.seed)?;
    let shared = std::sync::Arc::clone(&crowd.shared);
    let mut longest = Duration::ZERO;
    let (mut refused, mut notes) = (0, Vec::new());
    crowd.work(Duration::from_secs(2)).await?;
    for _ in 0..runs {
        let answer = rig.world.sign_in("probe", PASSWORD).await;
        let tokens = Tokens::of(&answer).ok_or_else(|| answer.why())?;
        crowd.go();
        disk.fill()?;
        let documents = Watch::documents(&rig.world);
        refused += writes_wait(&rig.world, &shared.findings).await;
        if !rig.world.get_user(&tokens.access).await.is_done() {
            shared.findings.broken("an access token was not read while the disk was full".to_owned());
        }
        for (name, watch) in DOCUMENTS.iter().zip(documents) {
            let heard = watch.end().await?;
            if let Some(why) = heard.failed.first() {
                shared.findings.broken(format!("{name} while the disk was full: {why}"));
            }
        }
        disk.free()?;
        longest = longest.max(until_writes(&rig.world, 1, "probe").await?);
        crowd.rest().await?;
        crowd.read_back().await;
        if !rig.node(0)?.is_alive() {
            return Err("the node ended".into());
        }
    }
    if longest > MOST_RECOVERY {
        shared.findings.broken(format!("{longest:?} until writes worked again"));
    }
    if refused == 0 {
        shared.findings.broken("no write noticed that the disk was full".to_owned());
    }
    notes.push(format!("{refused} writes were told to come later"));
    let name = "F10 disk full, SQLite".to_owned();
    let row = Row { name, runs, longest_restart: Some(longest), notes, ..Row::default() };
    conclude(row, &rig, &mut crowd, report).await
}

/// Large writes until there is no room; how many were told to come later.
async fn writes_wait(world: &World, findings: &Findings) -> u64 {
    let begun = std::time::Instant::now();
    let (mut refused, mut number) = (0, 0);
    while begun.elapsed() < FULL {
        number += 1;
        let note = format!("{number} {}", "long ".repeat(300));
        match world.set_note("probe", &note).await {
            Answer::Busy { .. } => refused += 1,
            Answer::Done(_) => {}
            other @ (Answer::Refused { .. } | Answer::Broken(_) | Answer::Unreached | Answer::Lost(_)) => {
                findings.broken(format!("a write on a full disk: {}", other.why()));
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    refused
}
