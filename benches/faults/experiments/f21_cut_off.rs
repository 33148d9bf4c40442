//! F21: one of two nodes is cut off from the database, by a closed door and by silence. It says so, and gives nothing out.

use std::time::{Duration, Instant};

use super::conclude;
use super::watch::until_writes;
use crate::Result;
use crate::crowd::Crowd;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::postgres::Postgres;
use crate::rig::proxy::{Line, Proxy};
use crate::rig::world::{Tokens, World};

const PASSWORD: &str = "Correct-Horse-9-Battery";
/// Longest time until it says that it is not ready; then, how long it stays cut off.
const MOST_NOTICE: Duration = Duration::from_millis(5500);
const CUT: Duration = Duration::from_secs(8);
/// Longest time until it works again.
const MOST_RECOVERY: Duration = Duration::from_secs(5);

/// Both ways of being cut off, in turns.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(10);
    let folder = tempfile::tempdir()?;
    let postgres = Postgres::start(folder.path())?;
    let proxy = Proxy::start(postgres.port()).await?;
    let urls = [postgres.url(), postgres.url_at(proxy.port())];
    let rig = Rig::start(folder, Some(postgres), &urls, &[]).await?;
    rig.world.add_user("probe", PASSWORD).await?;
    let mut crowd = Crowd::new(&rig, 6, options.seed)?;
    let shared = std::sync::Arc::clone(&crowd.shared);
    let cut_off = rig.nodes.get(1).ok_or("no second node")?;
    let mut longest = Duration::ZERO;
    for run in 0..runs {
        crowd.work(Duration::from_millis(500)).await?;
        let answer = rig.world.sign_in("probe", PASSWORD).await;
        let tokens = Tokens::of(&answer).ok_or_else(|| answer.why())?;
        crowd.go();
        proxy.set(if run % 2 == 0 { Line::Cut } else { Line::Silent });
        let begun = Instant::now();
        while cut_off.is_ready().await && begun.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        if begun.elapsed() > MOST_NOTICE {
            shared.findings.broken(format!("cut off for {:?} before it said so", begun.elapsed()));
        }
        while begun.elapsed() < CUT {
            gives_nothing(&rig.world.by(1), &tokens, &shared.findings).await;
        }
        proxy.set(Line::Open);
        longest = longest.max(until_writes(&rig.world, 2, "probe").await?);
        crowd.rest().await?;
        // What was under way may still commit: only then is it read back.
        tokio::time::sleep(MOST_RECOVERY).await;
        crowd.read_back().await;
    }
    if longest > MOST_RECOVERY {
        shared.findings.broken(format!("{longest:?} until the node worked again"));
    }
    let name = "F21 one of two nodes cut off from PostgreSQL".to_owned();
    let row = Row { name, runs, longest_restart: Some(longest), ..Row::default() };
    conclude(row, &rig, &mut crowd, report).await
}

/// What the node must not answer while it cannot know: no token, and nobody is believed.
async fn gives_nothing(world: &World, tokens: &Tokens, findings: &Findings) {
    let (sign_in, refresh, access) = futures_util::join!(
        world.sign_in("probe", PASSWORD),
        world.refresh(&tokens.refresh),
        world.get_user(&tokens.access)
    );
    for (what, answer) in [("a sign-in", sign_in), ("a refresh", refresh), ("an access token", access)] {
        if answer.is_done() {
            findings.lost(format!("{what} was accepted by a node that cannot see the database"));
        }
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
}
