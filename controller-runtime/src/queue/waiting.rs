//! A queue that workers wait on.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::{NORMAL, Priority, QueueCore, QueueKey, QueueOptions};
use crate::metrics::QueueMetrics;

/// A work queue shared by those who add keys and those who work on them; clones are the same
/// queue.
pub struct Queue<T: QueueKey> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    core: Mutex<QueueCore<T>>,
    /// Wakes one worker for each key, and passes on while more is ready.
    changed: Notify,
    metrics: QueueMetrics,
}

impl<T: QueueKey> Queue<T> {
    /// An empty queue.
    #[must_use]
    pub fn new(options: QueueOptions) -> Self {
        Self::measured(options, QueueMetrics::default())
    }

    /// An empty queue whose metrics are kept.
    #[must_use]
    pub fn measured(options: QueueOptions, metrics: QueueMetrics) -> Self {
        let core = Mutex::new(QueueCore::new(options));
        Self { shared: Arc::new(Shared { core, changed: Notify::new(), metrics }) }
    }

    /// Adds a key at the normal priority.
    pub fn add(&self, key: T) {
        self.add_with(key, NORMAL, Duration::ZERO);
    }

    /// Adds a key after a delay.
    pub fn add_after(&self, key: T, delay: Duration) {
        self.add_with(key, NORMAL, delay);
    }

    /// Adds a key with a priority, after a delay that may be zero.
    pub fn add_with(&self, key: T, priority: Priority, delay: Duration) {
        self.change(|core, now| core.add_after(key, priority, delay, now));
    }

    /// Adds a key that failed, after a delay that doubles with each failure; gives the delay.
    pub fn add_failed(&self, key: T, priority: Priority) -> Duration {
        self.change(|core, now| core.add_failed(key, priority, now))
    }

    /// Forgets the failures of a key.
    pub fn forget(&self, key: &T) {
        self.shared.core.lock().forget(key);
    }

    /// How often a key has failed since it last succeeded.
    #[must_use]
    pub fn failures(&self, key: &T) -> u32 {
        self.shared.core.lock().failures(key)
    }

    /// How many keys are ready.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.core.lock().len()
    }

    /// Whether no key is ready.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits for a key to work on; none when the queue is shut down and empty. Cancel-safe.
    pub async fn take(&self) -> Option<Work<T>> {
        loop {
            let changed = self.shared.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let deadline = {
                let mut core = self.shared.core.lock();
                let taken = core.take(Instant::now());
                self.shared.metrics.counted(&core);
                if !core.is_empty() || core.is_over() {
                    self.shared.changed.notify_one();
                }
                if let Some((key, priority, waited)) = taken {
                    self.shared.metrics.waited(waited);
                    let queue = self.clone();
                    return Some(Work { key, priority, queue });
                }
                if core.is_over() {
                    return None;
                }
                core.next_deadline()
            };
            match deadline {
                None => changed.await,
                Some(at) => tokio::select! {
                    () = changed => {}
                    () = sleep_until(at) => {}
                },
            }
        }
    }

    /// Takes no more keys in. Workers get what is ready, and then none.
    pub fn shut_down(&self) {
        self.shared.core.lock().shut_down();
        self.shared.changed.notify_one();
    }

    /// Whether the queue was shut down.
    #[must_use]
    pub fn is_drained(&self) -> bool {
        self.shared.core.lock().is_drained()
    }

    /// Brings the metrics that grow with time up to date.
    pub fn observe(&self) {
        self.shared.metrics.observe(&self.shared.core.lock(), Instant::now());
    }

    fn change<R>(&self, change: impl FnOnce(&mut QueueCore<T>, Instant) -> R) -> R {
        let mut core = self.shared.core.lock();
        let outcome = change(&mut core, Instant::now());
        self.shared.metrics.counted(&core);
        drop(core);
        self.shared.changed.notify_one();
        outcome
    }
}

impl<T: QueueKey> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone() }
    }
}

impl<T: QueueKey> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("ready", &self.len()).finish_non_exhaustive()
    }
}

/// A key that is being worked on. Dropping it ends the work, whatever came of it: also when the
/// worker panics or is cancelled.
pub struct Work<T: QueueKey> {
    key: T,
    priority: Priority,
    queue: Queue<T>,
}

impl<T: QueueKey> Work<T> {
    /// The key.
    #[must_use]
    pub fn key(&self) -> &T {
        &self.key
    }

    /// The priority it was taken at.
    #[must_use]
    pub fn priority(&self) -> Priority {
        self.priority
    }
}

impl<T: QueueKey> Drop for Work<T> {
    fn drop(&mut self) {
        let took = self.queue.change(|core, now| core.done(&self.key, now));
        self.queue.shared.metrics.worked(took);
    }
}

impl<T: QueueKey> fmt::Debug for Work<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work").field("key", &self.key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tokio::task::JoinSet;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn delayed_keys_come_when_they_are_due() {
        let queue = Queue::<String>::new(QueueOptions::default());
        let start = Instant::now();
        queue.add_after("late".into(), Duration::from_secs(60));
        queue.add_after("soon".into(), Duration::from_secs(5));
        let first = queue.take().await.unwrap();
        assert_eq!((first.key().as_str(), start.elapsed().as_secs()), ("soon", 5));
        let second = queue.take().await.unwrap();
        assert_eq!((second.key().as_str(), start.elapsed().as_secs()), ("late", 60));
    }

    #[tokio::test(start_paused = true)]
    async fn an_earlier_key_wakes_a_worker_that_waits_for_a_later_one() {
        let queue = Queue::<String>::new(QueueOptions::default());
        queue.add_after("late".into(), Duration::from_secs(60));
        let worker = tokio::spawn({
            let queue = queue.clone();
            async move { queue.take().await.unwrap().key().clone() }
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        queue.add("now".into());
        assert_eq!(worker.await.unwrap(), "now");
    }

    #[tokio::test(start_paused = true)]
    async fn all_workers_are_used_and_all_go_home() {
        let queue = Queue::<String>::new(QueueOptions::default());
        let mut workers = JoinSet::new();
        let start = Instant::now();
        for _ in 0..4 {
            let queue = queue.clone();
            workers.spawn(async move {
                let mut done = 0;
                while let Some(_work) = queue.take().await {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    done += 1;
                }
                done
            });
        }
        tokio::task::yield_now().await;
        for n in 0..20 {
            queue.add(n.to_string());
        }
        queue.shut_down();
        let done: Vec<i32> = workers.join_all().await;
        assert_eq!(done.iter().sum::<i32>(), 20);
        assert_eq!(start.elapsed().as_secs(), 5, "20 keys by 4 workers");
        assert!(queue.is_drained());
    }

    #[tokio::test]
    async fn work_that_is_dropped_is_over() {
        let queue = Queue::<String>::new(QueueOptions::default());
        queue.add("a".into());
        let work = queue.take().await.unwrap();
        queue.add("a".into());
        assert!(queue.is_empty());
        drop(work);
        assert_eq!(queue.take().await.unwrap().key(), "a");
    }
}
