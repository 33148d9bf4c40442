//! F2: the process ends at each named place between the steps of what must not be lost. The places are read from the
//! code; one that is never reached fails the experiment.

use std::path::Path;
use std::time::{Duration, Instant};

use super::conclude;
use crate::Result;
use crate::crowd::Crowd;
use crate::dice::Dice;
use crate::options::Options;
use crate::report::{Report, Row};
use crate::rig::Rig;

/// Where the places are.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
/// How they look.
const PLACE: &str = "fail_point!(\"";
/// Longest time until somebody comes by.
const PATIENCE: Duration = Duration::from_mins(3);
/// Of so many who come by at first, one is the last.
const MOST_PASSED: u64 = 3;

/// Each place in turn.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(20);
    if !cfg!(feature = "fail-points") {
        let notes = vec!["not run: the program is built without the feature fail-points".to_owned()];
        let row = Row { name: "F2 end at named places".to_owned(), notes, ..Row::default() };
        report.add(row, &crate::report::Findings::default());
        return Ok(());
    }
    let mut places = Vec::new();
    places_in(Path::new(SOURCES), &mut places)?;
    places.sort_unstable();
    places.retain(|place| options.places.is_empty() || options.places.contains(place));
    let mut rig = Rig::sqlite(&[]).await?;
    let mut crowd = Crowd::new(&rig, 6, options.seed)?;
    let mut dice = Dice::new(options.seed);
    let mut reached = 0;
    crowd.work(Duration::from_secs(3)).await?;
    for place in &places {
        let mut times = 0;
        for _ in 0..runs {
            let passed = dice.below(MOST_PASSED);
            let node = rig.node(0)?;
            node.kill()?;
            node.start_to_end_at(&format!("{place}:{passed}"))?;
            crowd.go();
            let begun = Instant::now();
            while node.is_alive() && begun.elapsed() < PATIENCE {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            times += u64::from(!node.is_alive());
            node.kill()?;
            node.start().await?;
            tokio::time::sleep(Duration::from_millis(dice.below(200))).await;
            crowd.rest().await?;
            crowd.read_back().await;
        }
        eprintln!("  {place}: {times} of {runs}");
        reached += times;
        if times < runs {
            crowd.shared.findings.broken(format!("{place} was reached only {times} times of {runs}"));
        }
    }
    let notes = vec![format!("{} places, {reached} ends there: {}", places.len(), places.join(", "))];
    let name = "F2 end at named places, SQLite".to_owned();
    let row = Row { name, runs: runs * places.len() as u64, notes, ..Row::default() };
    conclude(row, &rig, &mut crowd, report).await
}

fn places_in(folder: &Path, found: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            places_in(&path, found)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = std::fs::read_to_string(&path)?;
            let names = text.split(PLACE).skip(1).filter_map(|rest| rest.split('"').next());
            // The one that declares it names a placeholder.
            found.extend(names.filter(|name| !name.starts_with('$')).map(str::to_owned));
        }
    }
    Ok(())
}
