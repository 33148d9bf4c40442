//! Keeps asking for one thing while something is broken, and says how it went.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Result;
use crate::answer::Answer;
use crate::rig::world::World;
use crate::task::Task;

/// How often it asks.
const PACE: Duration = Duration::from_millis(40);

/// What was heard.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// Requests.
    pub(super) asked: u64,
    /// Those that did not succeed, in words.
    pub(super) failed: Vec<String>,
    /// How long each took.
    pub(super) took: Vec<Duration>,
}

impl Heard {
    /// The time within which this many of a hundred were answered.
    pub(super) fn percentile(&self, percent: usize) -> Duration {
        let mut took = self.took.clone();
        took.sort_unstable();
        took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied().unwrap_or_default()
    }

    /// In words.
    pub(super) fn tell(&self, what: &str) -> String {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        format!(
            "{what}: {} of {} succeeded, p50 {:.0} ms, p99 {:.0} ms",
            self.asked - self.failed.len() as u64,
            self.asked,
            ms(self.percentile(50)),
            ms(self.percentile(99))
        )
    }
}

/// Somebody who keeps asking.
pub(super) struct Watch {
    stop: Arc<AtomicBool>,
    task: Task<Heard>,
}

impl Watch {
    /// Asks again and again, one request after the other.
    pub(super) fn begin<F>(world: &World, ask: impl Fn(World) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, world) = (Arc::clone(&stop), world.clone());
        let task = Task::begin(async move {
            let mut heard = Heard::default();
            while !stopped.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let answer = ask(world.clone()).await;
                heard.asked += 1;
                heard.took.push(begun.elapsed());
                if !answer.is_done() {
                    heard.failed.push(answer.why());
                }
                tokio::time::sleep(PACE).await;
            }
            heard
        });
        Self { stop, task }
    }

    /// The keys, the discovery document and a static file in turn: what needs no database.
    pub(super) fn documents(world: &World) -> Vec<Self> {
        let paths = [
            format!("/{}/.well-known/jwks.json", world.pool),
            format!("/{}/.well-known/openid-configuration", world.pool),
            world.login_path(),
        ];
        paths
            .map(|path| {
                Self::begin(world, move |world| {
                    let path = path.clone();
                    async move { world.front.get(&path).await }
                })
            })
            .into()
    }

    /// Stops asking.
    pub(super) async fn end(self) -> Result<Heard> {
        self.stop.store(true, Ordering::Relaxed);
        self.task.end().await
    }
}

/// The names of what [`Watch::documents`] asks for, in its order.
pub(super) const DOCUMENTS: [&str; 3] = ["keys", "discovery", "the sign-in page"];

/// Tries a write at each of `nodes` until all of them have done one; the time that took.
pub(super) async fn until_writes(world: &World, nodes: usize, name: &str) -> Result<Duration> {
    let begun = Instant::now();
    for node in 0..nodes {
        let world = world.by(node);
        while !world.set_note(name, &format!("after {:?}", begun.elapsed())).await.is_done() {
            if begun.elapsed() > Duration::from_mins(1) {
                return Err(format!("node {node} did not come back").into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    Ok(begun.elapsed())
}
