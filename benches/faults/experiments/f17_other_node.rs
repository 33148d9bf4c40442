//! F17: a write on one node and a read on the other at once: nothing stale, and nothing ended is still believed.

use serde_json::Value;

use super::audit::{self, Audited};
use crate::Result;
use crate::answer::Answer;
use crate::ledger::{Ledger, Tally};
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::world::{Tokens, World};

const PASSWORD: &str = "Correct-Horse-9-Battery";

/// What is written on one node.
#[derive(Clone, Copy, Debug)]
enum Write {
    SignOut,
    AdminSignOut,
    Revoke,
    Disable,
    Rotate,
    Password,
    Attribute,
    Delete,
}

impl Write {
    /// In the proportions in which they are tried: those that need a hash are fewer.
    const ROUND: [Self; 20] = [
        Self::SignOut,
        Self::Revoke,
        Self::Rotate,
        Self::Attribute,
        Self::AdminSignOut,
        Self::Rotate,
        Self::Attribute,
        Self::Revoke,
        Self::Disable,
        Self::Rotate,
        Self::Attribute,
        Self::SignOut,
        Self::Revoke,
        Self::Rotate,
        Self::Attribute,
        Self::Password,
        Self::AdminSignOut,
        Self::Rotate,
        Self::Attribute,
        Self::Delete,
    ];
}

/// What is owed an event.
const AUDITED: [Audited; 7] = [
    (&["SignOut", "AdminSignOut"], "user.signed_out_everywhere"),
    (&["Revoke"], "grant.revoked"),
    (&["Disable"], "user.disabled"),
    (&["Enable"], "user.enabled"),
    (&["Password"], "password.changed"),
    (&["Attribute"], "user.updated"),
    (&["Delete"], "user.deleted"),
];

struct Pairs<'a> {
    one: World,
    other: World,
    ledger: &'a Ledger,
    findings: &'a Findings,
}

/// Pairs of a write and a read, in both directions.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(1000);
    let rig = Rig::cluster(2, &[]).await?;
    let ledger = Ledger::create(rig.folder.path())?;
    let findings = Findings::default();
    let mut name = String::new();
    for run in 0..runs {
        let at = usize::try_from(run)? % Write::ROUND.len();
        if at == 0 {
            // The last round may have deleted the last person.
            name = format!("pair-{run}");
            let adding = async {
                let added = rig.world.add_user(&name, PASSWORD).await;
                added.map_or_else(|error| Answer::Broken(error.to_string()), |()| Answer::Done(Value::Null))
            };
            let added = ledger.perform("Password", &name, "a new person", adding).await;
            if !added.is_done() {
                return Err(added.why().into());
            }
        }
        let round = run / Write::ROUND.len() as u64;
        let (first, second) = if (run + round).is_multiple_of(2) { (0, 1) } else { (1, 0) };
        let pairs =
            Pairs { one: rig.world.by(first), other: rig.world.by(second), ledger: &ledger, findings: &findings };
        let write = Write::ROUND.get(at).copied().unwrap_or(Write::Attribute);
        pairs.run(write, &name, run).await?;
    }
    let notes = vec![audit::prove(&rig, &ledger, &AUDITED, &findings).await?];
    let tally: Tally = ledger.tally();
    let row = Row { name: "F17 write here, read there".to_owned(), runs, tally, notes, ..Row::default() };
    report.add(row, &findings);
    Ok(())
}

impl Pairs<'_> {
    async fn run(&self, write: Write, name: &str, run: u64) -> Result<()> {
        let label = format!("{write:?}");
        if let Write::Attribute = write {
            let note = format!("note {run}");
            self.written(&label, name, self.one.set_note(name, &note)).await?;
            let read = self.other.admin("AdminGetUser", name, &Value::Null).await;
            let Answer::Done(user) = &read else { return Err(read.why().into()) };
            if !user.to_string().contains(&note) {
                self.findings.lost(format!("{label} {run}: the other node still has the old value"));
            }
            return Ok(());
        }
        let tokens = self.tokens(name).await?;
        match write {
            Write::SignOut => self.written(&label, name, self.one.global_sign_out(&tokens.access)).await?,
            Write::AdminSignOut => {
                self.written(&label, name, self.one.admin("AdminUserGlobalSignOut", name, &Value::Null)).await?;
            }
            Write::Revoke => self.written(&label, name, self.one.revoke(&tokens.refresh)).await?,
            Write::Disable => {
                self.written(&label, name, self.one.admin("AdminDisableUser", name, &Value::Null)).await?;
            }
            Write::Delete => self.written(&label, name, self.one.admin("AdminDeleteUser", name, &Value::Null)).await?,
            Write::Password => {
                let next = format!("{PASSWORD}-{run}");
                self.written(&label, name, self.one.set_password(name, &next)).await?;
                let (old, new) = (self.other.sign_in(name, PASSWORD).await, self.other.sign_in(name, &next).await);
                self.expect(&label, run, old.is_refused() && new.is_done());
                self.written(&label, name, self.one.set_password(name, PASSWORD)).await?;
                return Ok(());
            }
            Write::Rotate => {
                let answer = self.ledger.perform(&label, name, "", self.one.refresh(&tokens.refresh)).await;
                let next = Tokens::of(&answer).ok_or_else(|| answer.why())?;
                let replayed = Tokens::of(&self.other.refresh(&tokens.refresh).await);
                let again = Tokens::of(&self.other.refresh(&next.refresh).await);
                let same = replayed.is_some_and(|it| it.refresh == next.refresh);
                self.expect(&label, run, same && again.is_some());
                return Ok(());
            }
            Write::Attribute => {}
        }
        // At once, on the other node: neither of the tokens is believed any more.
        let (refresh, access) =
            futures_util::join!(self.other.refresh(&tokens.refresh), self.other.get_user(&tokens.access));
        self.expect(&label, run, refresh.is_refused() && access.is_refused());
        if let Write::Disable = write {
            self.expect(&label, run, self.other.sign_in(name, PASSWORD).await.is_refused());
            self.written("Enable", name, self.one.admin("AdminEnableUser", name, &Value::Null)).await?;
        }
        Ok(())
    }

    async fn written(&self, label: &str, name: &str, asked: impl Future<Output = Answer>) -> Result<()> {
        let answer = self.ledger.perform(label, name, "", asked).await;
        if answer.is_done() { Ok(()) } else { Err(format!("{label}: {}", answer.why()).into()) }
    }

    async fn tokens(&self, name: &str) -> Result<Tokens> {
        let answer = self.one.sign_in(name, PASSWORD).await;
        Tokens::of(&answer).ok_or_else(|| format!("sign-in of {name}: {}", answer.why()).into())
    }

    fn expect(&self, label: &str, run: u64, holds: bool) {
        if !holds {
            self.findings.lost(format!("{label} {run}: the other node did not know at once"));
        }
    }
}
