//! Trying again when someone else wrote first.
//!
//! *Upstream:* `client-go/util/retry`.

use std::future::Future;
use std::time::Duration;

use bowline_apimachinery::backoff::Backoff;
use bowline_apimachinery::resource::Object;
use tokio::time::sleep;

use crate::{Api, Client, Error};

/// Attempts before a conflict is given to the caller.
const ATTEMPTS: u32 = 5;

/// Calls a function again while it ends in a conflict, five times in all, with about ten
/// milliseconds between. The function must read the object anew each time.
///
/// # Errors
/// What the function fails with, the last conflict included.
pub async fn retry_on_conflict<T, Fut>(
    client: &Client,
    mut attempt: impl FnMut() -> Fut,
) -> Result<T, Error>
where
    Fut: Future<Output = Result<T, Error>>,
{
    let mut backoff =
        Backoff::exponential(Duration::from_millis(10), 1.0, Duration::ZERO).with_jitter(0.1);
    for _ in 1..ATTEMPTS {
        match attempt().await {
            Err(error) if error.is_conflict() => sleep(backoff.step(&**client.random())).await,
            outcome => return outcome,
        }
    }
    attempt().await
}

impl<K: Object> Api<K> {
    /// Reads an object, changes it, and writes it back; all again when it was changed meanwhile.
    ///
    /// # Errors
    /// `is_not_found` when it is not there; `is_conflict` when others write faster, five times.
    pub async fn modify(&self, name: &str, change: impl Fn(&mut K)) -> Result<K, Error> {
        self.modify_subresource(name, "", change).await
    }

    /// The same for the status.
    ///
    /// # Errors
    /// As [`modify`](Self::modify).
    pub async fn modify_status(&self, name: &str, change: impl Fn(&mut K)) -> Result<K, Error> {
        self.modify_subresource(name, "status", change).await
    }

    async fn modify_subresource(
        &self,
        name: &str,
        subresource: &str,
        change: impl Fn(&mut K),
    ) -> Result<K, Error> {
        let attempt = || async {
            let mut object = self.get(name).await?;
            change(&mut object);
            self.update_subresource(subresource, &object).await
        };
        retry_on_conflict(self.client(), attempt).await
    }
}
