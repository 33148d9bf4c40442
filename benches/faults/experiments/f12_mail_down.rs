//! F12: the mail server is down while people sign up. Sign-ups go on, and every mail comes in the end.

use std::time::{Duration, Instant};

use super::audit;
use crate::Result;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::mail::Mood;

/// Pause between two sign-ups.
const PACE: Duration = Duration::from_millis(100);
/// How long it is down.
const DOWN: Duration = Duration::from_mins(1);
/// Longest time until everything has arrived.
const MOST_DELAY: Duration = Duration::from_mins(5);

/// One outage, in the middle of which the node is killed.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let mut rig = Rig::sqlite(&[]).await?;
    let ledger = Ledger::create(rig.folder.path())?;
    let findings = Findings::default();
    let most = options.runs.unwrap_or(u64::MAX);
    rig.mail.set(Mood::Down);
    let begun = Instant::now();
    let mut people = Vec::new();
    let mut was_killed = false;
    while begun.elapsed() < DOWN {
        if begun.elapsed() > DOWN / 2 && !was_killed {
            was_killed = true;
            rig.node(0)?.kill()?;
            rig.node(0)?.start().await?;
        }
        let number = people.len() as u64;
        if number < most {
            let (name, email) = (format!("waiting-{number}"), format!("waiting-{number}@mail.test"));
            let asked = rig.world.sign_up(&name, "Correct-Horse-9-Battery", &email, "");
            let answer = ledger.perform("sign_up", &name, "", asked).await;
            if answer.is_done() {
                people.push((name, email));
            } else {
                findings.broken(format!("a sign-up while mail was down: {}", answer.why()));
            }
        }
        tokio::time::sleep(PACE).await;
    }
    if !rig.mail.all().is_empty() {
        return Err("mail arrived at a server that was down".into());
    }
    rig.mail.set(Mood::Good);
    let returned = Instant::now();
    let mailbox = rig.mail.mailbox();
    for (name, email) in &people {
        let patience = MOST_DELAY.saturating_sub(returned.elapsed());
        let Some(code) = mailbox.wait(email, patience).await else {
            findings.lost(format!("{name}: the mail with the code"));
            continue;
        };
        let answer = ledger.perform("confirm", name, "", rig.world.confirm(name, &code)).await;
        if !answer.is_done() {
            findings.lost(format!("{name}: a code that works; {}", answer.why()));
        }
    }
    let audited =
        audit::prove(&rig, &ledger, &[(&["sign_up"], "user.signed_up"), (&["confirm"], "user.confirmed")], &findings);
    let audited = audited.await?;
    let notes = vec![
        audited,
        format!(
            "{} sign-ups while mail was down for {DOWN:?}; all mails there {:.0} s after its return",
            people.len(),
            returned.elapsed().as_secs_f64()
        ),
    ];
    let longest = rig.node(0)?.longest_start;
    let name = "F12 mail server down, node killed meanwhile".to_owned();
    report.add(Row { name, runs: 1, tally: ledger.tally(), longest_restart: Some(longest), notes }, &findings);
    Ok(())
}
