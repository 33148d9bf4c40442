//! F13: mail servers that are slow, that say "later", "never" or nothing; and a node that is killed while it sends.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::audit::{self, Audited};
use crate::Result;
use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::mail::Mood;
use crate::rig::stored::Stored;

const PASSWORD: &str = "Correct-Horse-9-Battery";
/// People at the bad domain, and as many at another, in each mood.
const PEOPLE: u64 = 25;
/// Longest time that a bad domain may delay another one.
const MOST_DELAY: Duration = Duration::from_secs(10);
/// Longest time until a mail came that was put off, or that a killed node had claimed.
const MOST_WAIT: Duration = Duration::from_mins(4);
/// Mails of every hundred that may come twice when the sender is killed.
const MOST_DUPLICATES: usize = 1;

/// What is owed an event.
const AUDITED: [Audited; 1] = [(&["sign_up"], "user.signed_up")];

/// The moods, and then the kills.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    moods(report).await?;
    kills(options, report).await
}

async fn moods(report: &mut Report) -> Result<()> {
    let rig = Rig::sqlite(&[]).await?;
    let ledger = Ledger::create(rig.folder.path())?;
    let findings = Findings::default();
    let mut notes = Vec::new();
    let moods = [
        ("tarpit", Mood::Tarpit("tarpit.test", Duration::from_mins(1))),
        ("later", Mood::Later("later.test")),
        ("never", Mood::Never("never.test")),
    ];
    for (kind, mood) in moods {
        rig.mail.set(mood);
        let mut good = Vec::new();
        for number in 0..PEOPLE {
            let (bad, fine) = (format!("{kind}-{number}"), format!("beside-{kind}-{number}"));
            sign_up(&rig, &ledger, &bad, &format!("{bad}@{kind}.test")).await?;
            let address = format!("{fine}@good.test");
            sign_up(&rig, &ledger, &fine, &address).await?;
            good.push((Instant::now(), address));
        }
        let mut slowest = Duration::ZERO;
        for (at, address) in &good {
            let arrived = arrival(&rig, address, Duration::from_secs(90)).await;
            slowest = slowest.max(arrived.map_or(MOST_WAIT, |arrived| arrived.saturating_duration_since(*at)));
        }
        notes.push(format!("beside {kind}: other domains waited at most {:.1} s", slowest.as_secs_f64()));
        if slowest > MOST_DELAY {
            findings.broken(format!("{kind} delayed other domains by {slowest:?}"));
        }
    }
    rig.mail.set(Mood::Good);
    for kind in ["tarpit", "later"] {
        for number in 0..PEOPLE {
            if arrival(&rig, &format!("{kind}-{number}@{kind}.test"), MOST_WAIT).await.is_none() {
                findings.lost(format!("the mail to {kind}-{number}"));
            }
        }
    }
    let stored = Stored::open(&rig.database_url).await?;
    let parked = stored.count("SELECT COUNT(*) FROM outbox WHERE state = 'parked'").await?;
    notes.push(format!("{parked} of {PEOPLE} refused mails are parked"));
    if parked != i64::try_from(PEOPLE)? {
        findings.lost(format!("{parked} of {PEOPLE} refused mails are parked"));
    }
    notes.push(audit::prove(&rig, &ledger, &AUDITED, &findings).await?);
    let row = Row { name: "F13 bad mail servers".to_owned(), runs: 3, tally: ledger.tally(), notes, ..Row::default() };
    report.add(row, &findings);
    Ok(())
}

/// The node is killed while it sends, and the server once says nothing after the text.
async fn kills(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(200);
    let mut rig = Rig::sqlite(&[]).await?;
    let ledger = Ledger::create(rig.folder.path())?;
    let findings = Findings::default();
    let mut dice = Dice::new(options.seed);
    let mut people = Vec::new();
    for run in 0..runs {
        for number in 0..3 {
            let name = format!("sent-{run}-{number}");
            let email = format!("{name}@mail.test");
            sign_up(&rig, &ledger, &name, &email).await?;
            people.push(email);
        }
        // The worker looks every half second: somewhere in it.
        tokio::time::sleep(Duration::from_millis(dice.below(600))).await;
        let node = rig.node(0)?;
        node.kill()?;
        node.start().await?;
        if run % 20 == 19 {
            eprintln!("  {} kills", run + 1);
        }
    }
    for email in &people {
        if arrival(&rig, email, MOST_WAIT).await.is_none() {
            findings.lost(format!("the mail to {email}"));
        }
    }
    let duplicates = duplicates(&rig, &findings);
    if duplicates * 100 > people.len() * MOST_DUPLICATES {
        findings.broken(format!("{duplicates} of {} mails came twice", people.len()));
    }
    rig.mail.set(Mood::Vanish);
    sign_up(&rig, &ledger, "vanish", "vanish@mail.test").await?;
    arrival(&rig, "vanish@mail.test", MOST_WAIT).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    rig.mail.set(Mood::Good);
    tokio::time::sleep(Duration::from_secs(12)).await;
    let copies: Vec<_> = rig.mail.all().into_iter().filter(|mail| mail.to == "vanish@mail.test").collect();
    if copies.len() < 2 {
        findings.lost("the second try of a mail that nobody answered for".to_owned());
    }
    if copies.windows(2).any(|pair| matches!(pair, [one, two] if one.id != two.id)) {
        findings.double("a mail that was sent again has another Message-ID".to_owned());
    }
    let audited = audit::prove(&rig, &ledger, &AUDITED, &findings).await?;
    let notes = vec![audited, format!("{} mails, {duplicates} of them twice, under the same Message-ID", people.len())];
    let longest = Some(rig.node(0)?.longest_start);
    let name = "F13 kill -9 while mail is sent".to_owned();
    report.add(Row { name, runs, tally: ledger.tally(), longest_restart: longest, notes }, &findings);
    Ok(())
}

/// How many mails came again; those that did must be the same mail.
fn duplicates(rig: &Rig, findings: &Findings) -> usize {
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in rig.mail.all() {
        ids.entry(mail.to).or_default().push(mail.id);
    }
    let mut again = 0;
    for (to, mut all) in ids {
        again += all.len() - 1;
        all.dedup();
        if all.len() > 1 {
            findings.double(format!("{to} has two mails of different Message-IDs"));
        }
    }
    again
}

async fn sign_up(rig: &Rig, ledger: &Ledger, name: &str, email: &str) -> Result<()> {
    let answer = ledger.perform("sign_up", name, "", rig.world.sign_up(name, PASSWORD, email, "")).await;
    if answer.is_done() { Ok(()) } else { Err(format!("sign-up of {name}: {}", answer.why()).into()) }
}

async fn arrival(rig: &Rig, to: &str, patience: Duration) -> Option<Instant> {
    rig.mail.mailbox().wait(to, patience).await?;
    rig.mail.all().into_iter().find(|mail| mail.to == to).map(|mail| mail.at)
}
