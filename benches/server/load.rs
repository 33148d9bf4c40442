//! Runs one step again and again from several tasks, and sets its count against a process's processor time.

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;

use crate::Result;
use crate::subject::Subject;

/// Requests under way at a time.
pub(crate) const CONCURRENCY: usize = 16;
/// Time for which steps run before they count.
const WARM_UP: Duration = Duration::from_millis(500);

/// What one measurement showed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    /// Steps per second of the server's processor time.
    pub(crate) per_cpu_sec: f64,
    /// Median time of a step, in milliseconds.
    pub(crate) p50_ms: f64,
    /// 99th percentile, in milliseconds.
    pub(crate) p99_ms: f64,
    /// Statements of a step that read and that write, where the process tells.
    pub(crate) statements: Option<(f64, f64)>,
}

/// Runs `step` with the number of its task for `time`; the first error ends the measurement.
pub(crate) async fn measure<F>(subject: &Subject, time: Duration, step: F) -> Result<Measured>
where
    F: AsyncFn(usize) -> Result<()>,
{
    run(WARM_UP, &step).await?;
    let (before, _) = subject.used().await?;
    let mut took = run(time, &step).await?;
    let (after, tells) = subject.used().await?;
    took.sort_unstable();
    let steps = count(took.len());
    let statements = tells.then(|| ((after.reads - before.reads) / steps, (after.writes - before.writes) / steps));
    let cpu_secs = (after.cpu_secs - before.cpu_secs).max(0.01);
    Ok(Measured { per_cpu_sec: steps / cpu_secs, p50_ms: at(&took, 0.50), p99_ms: at(&took, 0.99), statements })
}

async fn run<F>(time: Duration, step: &F) -> Result<Vec<Duration>>
where
    F: AsyncFn(usize) -> Result<()>,
{
    let end = Instant::now() + time;
    let task = |number: usize| async move {
        let mut took = Vec::new();
        while Instant::now() < end {
            let begun = Instant::now();
            step(number).await?;
            took.push(begun.elapsed());
        }
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(took)
    };
    Ok(try_join_all((0..CONCURRENCY).map(task)).await?.concat())
}

fn at(sorted: &[Duration], part: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index below the length")]
    let index = (count(sorted.len()) * part) as usize;
    sorted.get(index.min(sorted.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

/// A count as a number to calculate with.
pub(crate) fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

/// The middle of what several rounds showed.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
