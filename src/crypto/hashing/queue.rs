//! The queue in front of the workers: bounded, and fair between pools. Pure; threads and time are elsewhere.
//!
//! Pools take turns, so that a flood at one does not delay the others. Nor may it fill the queue against them: a pool gets
//! at most [`SHARE`] times the room that is left (dynamic thresholds, Choudhury and Hahne 1998), so room is always left.

use std::collections::{HashMap, VecDeque};

/// One pool alone may fill 4/5 of the queue.
const SHARE: usize = 4;

/// Names a queued job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct JobId(u64);

/// Jobs in one queue per pool, served in turn.
pub(super) struct FairQueue<T> {
    by_pool: HashMap<String, VecDeque<(JobId, T)>>,
    /// The pools that have jobs, the next to be served first.
    turns: VecDeque<String>,
    len: usize,
    /// Places kept for jobs that are still to come, per pool.
    kept: HashMap<String, usize>,
    kept_len: usize,
    next_id: u64,
}

impl<T> FairQueue<T> {
    pub(super) fn new() -> Self {
        Self { by_pool: HashMap::new(), turns: VecDeque::new(), len: 0, kept: HashMap::new(), kept_len: 0, next_id: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Jobs that wait and places that are kept.
    pub(super) fn taken(&self) -> usize {
        self.len + self.kept_len
    }

    /// Keeps a place for a job of `pool` that is still to come.
    pub(super) fn keep(&mut self, pool: &str) {
        self.kept_len += 1;
        *self.kept.entry(pool.to_owned()).or_default() += 1;
    }

    /// Gives a kept place up.
    pub(super) fn give_up(&mut self, pool: &str) {
        let Some(kept) = self.kept.get_mut(pool) else { return };
        self.kept_len -= 1;
        *kept -= 1;
        if *kept == 0 {
            self.kept.remove(pool);
        }
    }

    /// Whether a job of `pool` fits into a queue of `capacity` jobs.
    pub(super) fn admits(&self, pool: &str, capacity: usize) -> bool {
        let own = self.by_pool.get(pool).map_or(0, VecDeque::len) + self.kept.get(pool).copied().unwrap_or(0);
        own < capacity.saturating_sub(self.taken()).saturating_mul(SHARE)
    }

    /// Puts a job at the end of its pool's queue.
    pub(super) fn push(&mut self, pool: &str, job: T) -> JobId {
        let id = JobId(self.next_id);
        self.next_id += 1;
        self.len += 1;
        if let Some(jobs) = self.by_pool.get_mut(pool) {
            jobs.push_back((id, job));
        } else {
            self.by_pool.insert(pool.to_owned(), VecDeque::from([(id, job)]));
            self.turns.push_back(pool.to_owned());
        }
        id
    }

    /// Takes the first job of the pool whose turn it is.
    pub(super) fn pop(&mut self) -> Option<T> {
        let pool = self.turns.pop_front()?;
        let jobs = self.by_pool.get_mut(&pool)?;
        let (_, job) = jobs.pop_front()?;
        self.len -= 1;
        if jobs.is_empty() {
            self.by_pool.remove(&pool);
        } else {
            self.turns.push_back(pool);
        }
        Some(job)
    }

    /// Takes a job out, wherever it waits; `None` when it does not wait any more.
    pub(super) fn remove(&mut self, pool: &str, id: JobId) -> Option<T> {
        let jobs = self.by_pool.get_mut(pool)?;
        let at = jobs.iter().position(|(queued, _)| *queued == id)?;
        let (_, job) = jobs.remove(at)?;
        self.len -= 1;
        if jobs.is_empty() {
            self.by_pool.remove(pool);
            self.turns.retain(|turn| turn != pool);
        }
        Some(job)
    }

    /// Drops every job.
    pub(super) fn clear(&mut self) {
        self.by_pool.clear();
        self.turns.clear();
        self.len = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(queue: &mut FairQueue<&'static str>) -> Vec<&'static str> {
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn pools_take_turns() {
        let mut queue = FairQueue::new();
        for (pool, job) in [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("c", "c1"), ("b", "b2")] {
            queue.push(pool, job);
        }
        assert_eq!(queue.len(), 6);
        assert_eq!(drain(&mut queue), ["a1", "b1", "c1", "a2", "b2", "a3"]);
        assert_eq!(queue.len(), 0);
    }

    #[test]
    fn a_removed_job_is_not_served_and_its_pool_loses_no_turn() {
        let mut queue = FairQueue::new();
        queue.push("a", "a1");
        let gone = queue.push("a", "a2");
        let only = queue.push("b", "b1");
        queue.push("a", "a3");
        assert_eq!(queue.remove("a", gone), Some("a2"));
        assert_eq!(queue.remove("a", gone), None);
        assert_eq!(queue.remove("b", only), Some("b1"));
        assert_eq!(queue.len(), 2);
        assert_eq!(drain(&mut queue), ["a1", "a3"]);
        queue.push("b", "b2");
        assert_eq!(drain(&mut queue), ["b2"]);
    }

    #[test]
    fn a_flood_of_one_pool_leaves_room_for_others() {
        let mut queue = FairQueue::new();
        let flood = |queue: &mut FairQueue<&str>, pool: &str| {
            let before = queue.len();
            while queue.admits(pool, 100) {
                queue.push(pool, "job");
            }
            queue.len() - before
        };
        assert_eq!(flood(&mut queue, "noisy"), 80);
        assert_eq!(flood(&mut queue, "second"), 16);
        assert!(queue.admits("quiet", 100));
        assert!(!queue.admits("noisy", 100));
        for pool in ["c", "d", "e", "f", "g", "h"] {
            flood(&mut queue, pool);
        }
        assert_eq!(queue.len(), 100);
        assert!(!queue.admits("quiet", 100));
    }

    #[test]
    fn kept_places_count_until_they_are_given_up() {
        let mut queue: FairQueue<&str> = FairQueue::new();
        queue.keep("a");
        assert!(!queue.admits("a", 1) && !queue.admits("b", 1));
        assert_eq!((queue.len(), queue.taken()), (0, 1));
        assert_eq!(queue.pop(), None, "nothing is there yet");
        queue.give_up("a");
        queue.give_up("a");
        assert!(queue.admits("a", 1));
        assert_eq!(queue.taken(), 0);
    }

    #[test]
    fn no_capacity_admits_nothing_and_one_admits_one() {
        let mut queue = FairQueue::new();
        assert!(!queue.admits("a", 0));
        assert!(queue.admits("a", 1));
        queue.push("a", "a1");
        assert!(!queue.admits("a", 1));
        assert!(!queue.admits("b", 1));
        queue.clear();
        assert!(queue.admits("b", 1));
        assert_eq!(queue.pop(), None);
    }
}
