//! Answers that are not told before a certain moment, so that how soon they come says nothing of what was found (case 131).
//!
//! Doing as much for nobody as for somebody is the first defence, and is not exact: a row that was found is also read, a code
//! has more columns than what stands for none. So who typed a name is answered when all that was done is long done. What
//! happens after a right proof is no secret and waits for nothing.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use futures_util::future::poll_immediate;
use tokio::time::{Sleep, sleep};

/// When somebody who typed a name is answered, counted from the begin: ten times what looking for it and writing a code takes,
/// and longer than a hash takes. Nobody feels it.
const AFTER: Duration = Duration::from_millis(25);

/// The moment before which something is not told.
pub(crate) struct Earliest(Pin<Box<Sleep>>);

impl Earliest {
    /// That of a name that was typed now; `later`, where what may be done for it takes longer than is usual.
    pub(crate) async fn begin(later: Option<Duration>) -> Self {
        let mut earliest = Box::pin(sleep(after(later)));
        // Begun before the work: of waits that end together the one that was begun last ends last, and an order tells too.
        let _not_yet = poll_immediate(&mut earliest).await;
        Self(earliest)
    }

    /// Waits for it.
    pub(crate) async fn reached(self) {
        self.0.await;
    }
}

fn after(later: Option<Duration>) -> Duration {
    AFTER.max(later.unwrap_or_default())
}

/// Does `work`, which depends on whether there is somebody of a typed name, and hands out what came of it no earlier than it
/// does for every other name.
pub(crate) async fn as_for_every_name<F: Future>(work: F) -> F::Output {
    let earliest = Earliest::begin(None).await;
    let found = work.await;
    earliest.reached().await;
    found
}

#[cfg(test)]
mod tests {
    use futures_util::future::{pending, ready};

    use super::{AFTER, Duration, Earliest, after, as_for_every_name, poll_immediate};

    #[tokio::test]
    async fn what_is_found_at_once_is_not_told_at_once() {
        assert_eq!(poll_immediate(as_for_every_name(ready("nobody"))).await, None);
        assert_eq!(as_for_every_name(ready("nobody")).await, "nobody");
        assert_eq!(poll_immediate(as_for_every_name(pending::<()>())).await, None);
    }

    #[tokio::test]
    async fn what_may_take_longer_moves_the_moment_and_nothing_brings_it_forward() {
        assert_eq!(after(None), AFTER);
        assert_eq!(after(Some(Duration::from_millis(1))), AFTER);
        assert_eq!(after(Some(2 * AFTER)), 2 * AFTER);
        assert_eq!(poll_immediate(Earliest::begin(None).await.reached()).await, None);
    }
}
