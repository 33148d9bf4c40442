//! F27 and F28: a backup that is taken under load and restored elsewhere has everything acknowledged before it began,
//! and revives nothing; a backup that is damaged, or not ours, is refused as a whole.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::conclude;
use crate::Result;
use crate::crowd::Crowd;
use crate::crowd::person::Person;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::front::Front;
use crate::rig::node::{Node, Setup};
use crate::rig::stored::Stored;
use crate::rig::world::World;
use crate::rig::{Rig, free_address};

/// People whose passwords are tried after each restore: a hash each.
const MOST_SIGN_INS: usize = 10;
/// Somebody of whom there is a code in each backup.
const KEEPER: &str = "keeper";
const PASSWORD: &str = "Correct-Horse-9-Battery";
/// Another key than that of the rig.
const WRONG_KEY: &str = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

/// Backups, each restored into a folder of its own.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(10);
    let mut rig = Rig::sqlite(&[]).await?;
    rig.world.add_user(KEEPER, PASSWORD).await?;
    let mut crowd = Crowd::new(&rig, 4, options.seed)?;
    let shared = std::sync::Arc::clone(&crowd.shared);
    let mut compared = 0;
    for run in 0..runs {
        crowd.work(Duration::from_millis(1500)).await?;
        crowd.read_back().await;
        let before = crowd.people().await;
        // A code that nobody redeems.
        let code = rig.world.code(KEEPER, PASSWORD).await.map_err(|answer| answer.why())?;
        let file = rig.folder.path().join(format!("{run}.backup"));
        crowd.go();
        let taken = command(rig.node(0)?, &["backup", "--out"], &file)?;
        crowd.rest().await?;
        crowd.read_back().await;
        if !taken.0 {
            return Err(format!("backup: {}", taken.1).into());
        }
        let after = crowd.people().await;
        compared += restored(&rig, &file, (&before, &after), &code, &shared.findings).await?;
        if run == 0 {
            refused(&rig, &file, &shared.findings).await?;
        }
    }
    let name = "F27 backup under load, restored; F28 damaged backups".to_owned();
    let notes = vec![format!("{compared} people compared after restores")];
    conclude(Row { name, runs, notes, ..Row::default() }, &rig, &mut crowd, report).await
}

/// Restores a backup and holds the new server against what was known before it was taken.
async fn restored(
    rig: &Rig,
    file: &Path,
    (before, after): (&[Person], &[Person]),
    code: &str,
    findings: &Findings,
) -> Result<usize> {
    let folder = tempfile::tempdir()?;
    let (mut node, _) = elsewhere(rig, folder.path(), &[])?;
    let done = command(&node, &["restore", "--from"], file)?;
    if !done.0 {
        findings.lost(format!("a whole backup: {}", done.1));
        return Ok(0);
    }
    node.start().await?;
    let front = Front::new(node.address(), vec![node.address()])?;
    let world = World { front, ..(*rig.world).clone() };
    let mut sign_ins = 0;
    for (was, is) in before.iter().zip(after) {
        if was.exists.known() != Some(&true) {
            continue;
        }
        let read = world.admin("AdminGetUser", &was.name, &serde_json::Value::Null).await;
        let crate::answer::Answer::Done(user) = read else {
            findings.lost(format!("{} after a restore: {}", was.name, read.why()));
            continue;
        };
        if let (Some(note), true) = (was.note.known(), was.note.known() == is.note.known())
            && !user.to_string().contains(note.as_str())
        {
            findings.lost(format!("{} after a restore: the attribute", was.name));
        }
        for family in was.families.iter().chain(&is.families) {
            if world.refresh(&family.refresh).await.is_done() || world.get_user(&family.access).await.is_done() {
                findings.double(format!("{} after a restore: a token of before works", was.name));
            }
        }
        // Whoever was closed and opened meanwhile may be closed in the backup.
        let is_open = user.get("Enabled").and_then(serde_json::Value::as_bool) == Some(true);
        if let (Some(password), true) = (was.can_sign_in(), was.password.known() == is.password.known())
            && sign_ins < MOST_SIGN_INS
            && is_open
            && is.can_sign_in().is_some()
        {
            sign_ins += 1;
            let answer = world.sign_in(&was.name, password).await;
            if !answer.is_done() {
                findings.lost(format!("{} after a restore: the password; {}", was.name, answer.why()));
            }
        }
    }
    if world.redeem(code).await.is_done() {
        findings.double("a code of before works after a restore".to_owned());
    }
    let stored = Stored::open(&format!("sqlite://{}", folder.path().join("restored.db").display())).await?;
    for orphans in stored.orphans().await? {
        findings.lost(format!("after a restore, the owner of {orphans}"));
    }
    Ok(before.len())
}

/// A backup that must be refused: what is wrong with it, its bytes, and the settings under which it is restored.
type Damaged<'a> = (&'a str, &'a [u8], &'a [(&'a str, &'a str)]);

/// F28: each is refused, says why, and leaves nothing behind.
async fn refused(rig: &Rig, file: &Path, findings: &Findings) -> Result<()> {
    let whole = std::fs::read(file)?;
    let half = whole.get(..whole.len() / 2).unwrap_or_default();
    let but_one = whole.get(..whole.len() - 1).unwrap_or_default();
    let mut flipped = whole.clone();
    if let Some(byte) = flipped.get_mut(whole.len() / 3) {
        *byte ^= 1;
    }
    let cases: [Damaged<'_>; 5] = [
        ("another master key", &whole, &[("VESTIBULE_MASTER_KEY", WRONG_KEY)]),
        ("half of it", half, &[]),
        ("all but its last byte", but_one, &[]),
        ("one bit changed", &flipped, &[]),
        ("something else", b"not a backup", &[]),
    ];
    for (case, bytes, settings) in cases {
        let folder = tempfile::tempdir()?;
        let (node, database) = elsewhere(rig, folder.path(), settings)?;
        let damaged = folder.path().join("damaged.backup");
        std::fs::write(&damaged, bytes)?;
        let (succeeded, said) = command(&node, &["restore", "--from"], &damaged)?;
        if succeeded || said.trim().is_empty() || said.contains("panicked") {
            findings.lost(format!("the refusal of a backup: {case}: {said}"));
        }
        let left = match Stored::open(&database).await {
            Ok(stored) => stored.count("SELECT COUNT(*) FROM users").await.unwrap_or(0),
            Err(_) => 0,
        };
        if left > 0 {
            findings.lost(format!("{case}: {left} users of a refused backup are there"));
        }
    }
    Ok(())
}

/// A node with a database of its own in `folder`; where that is.
fn elsewhere(rig: &Rig, folder: &Path, settings: &[(&str, &str)]) -> Result<(Node, String)> {
    let database = format!("sqlite://{}", folder.join("restored.db").display());
    let address = free_address()?;
    let mut setup = Setup::new(folder, 0, address, address, database.clone(), rig.mail.address());
    setup.set(settings);
    Ok((Node::new(setup)?, database))
}

/// Runs a command about a file; whether it succeeded, and what it said.
fn command(node: &Node, words: &[&str], file: &Path) -> Result<(bool, String)> {
    let file: PathBuf = file.to_owned();
    let file = file.to_str().ok_or("a path that is no text")?;
    let arguments: Vec<&str> = words.iter().copied().chain([file]).collect();
    let output = tokio::task::block_in_place(|| node.run(&arguments))?;
    Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}
