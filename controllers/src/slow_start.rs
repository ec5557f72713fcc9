//! Doing the same thing many times, a few at first: what fails once is likely to fail each time.
//!
//! Upstream: `slowStartBatch` of `pkg/controller/replicaset/replica_set.go`.

use std::future::Future;

use futures::future::join_all;

/// How it went.
#[derive(Debug)]
pub struct Batches<T, E> {
    /// What succeeded.
    pub done: Vec<T>,
    /// What failed in the batch that ended it; nothing was tried after that.
    pub errors: Vec<E>,
}

/// Calls `attempt` with 0, 1, 2 and so on up to `count`, in batches of one, two, four and so on;
/// stops after the first batch in which an attempt fails.
pub async fn slow_start<T, E, F, Fut>(count: usize, attempt: F) -> Batches<T, E>
where
    F: Fn(usize) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut batches = Batches { done: Vec::with_capacity(count), errors: Vec::new() };
    let (mut next, mut size) = (0, 1);
    while next < count && batches.errors.is_empty() {
        let end = count.min(next + size);
        for outcome in join_all((next..end).map(&attempt)).await {
            match outcome {
                Ok(done) => batches.done.push(done),
                Err(error) => batches.errors.push(error),
            }
        }
        next = end;
        size *= 2;
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn batches_double_until_one_fails() {
        let tried = std::sync::Mutex::new(Vec::new());
        let run = async |count, fails_at: usize| {
            tried.lock().unwrap().clear();
            let batches = slow_start(count, |n| {
                tried.lock().unwrap().push(n);
                async move { if n == fails_at { Err(n) } else { Ok(n) } }
            })
            .await;
            (batches.done.len(), batches.errors.len(), tried.lock().unwrap().len())
        };
        assert_eq!(run(10, 99).await, (10, 0, 10));
        assert_eq!(run(10, 0).await, (0, 1, 1));
        assert_eq!(run(100, 4).await, (6, 1, 7));
        assert_eq!(run(0, 0).await, (0, 0, 0));
    }
}
