//! The checks that any [`Storage`] has to pass.
//!
//! An implementer runs them on his own store:
//!
//! ```
//! use std::sync::Arc;
//! use bowline_apiserver::storage::{MemoryStorage, conformance};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()
//! #     .unwrap().block_on(async {
//! for check in conformance::checks() {
//!     check.run(Arc::new(MemoryStorage::default())).await?;
//! }
//! # Ok::<(), conformance::Failure>(()) }).unwrap();
//! ```
//!
//! A check needs no fresh store, for it keeps to keys of its own, but nobody else may write to the
//! store meanwhile. Waiting goes by tokio's clock: under paused time the kit takes milliseconds,
//! otherwise the checks of expiry (their names begin with `expiry`) take some seconds each.
//!
//! *Upstream:* `staging/src/k8s.io/apiserver/pkg/storage/testing`.

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;

use super::errors::StorageError;
use super::interfaces::Storage;

mod concurrency;
mod expiry;
mod fixture;
mod history;
mod ranges;
mod watches;
mod writes;

#[cfg(test)]
mod tests;

use fixture::Fixture;

/// All checks.
pub fn checks() -> Vec<Check> {
    let groups: [&[Check]; 6] = [
        writes::CHECKS,
        ranges::CHECKS,
        history::CHECKS,
        watches::CHECKS,
        expiry::CHECKS,
        concurrency::CHECKS,
    ];
    groups.concat()
}

/// One behaviour that a store must have.
#[derive(Clone, Copy)]
pub struct Check {
    name: &'static str,
    run: fn(Fixture) -> BoxFuture<'static, Result<(), Wrong>>,
}

impl Check {
    /// What is checked, such as `create_refuses_an_existing_key`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Runs the check on `storage`.
    ///
    /// # Errors
    /// What the store did otherwise than it must.
    pub async fn run(&self, storage: Arc<dyn Storage>) -> Result<(), Failure> {
        let wrong = (self.run)(Fixture::new(storage, self.name)).await;
        wrong.map_err(|Wrong(detail)| Failure { check: self.name, detail })
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Check").field(&self.name).finish()
    }
}

/// A check that failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("storage conformance: {check}: {detail}")]
#[non_exhaustive]
pub struct Failure {
    /// The name of the check.
    pub check: &'static str,
    /// What was seen and what was wanted.
    pub detail: String,
}

/// What was wrong, inside a check.
#[derive(Debug)]
struct Wrong(String);

impl From<StorageError> for Wrong {
    fn from(error: StorageError) -> Self {
        Self(format!("unexpected error: {error}"))
    }
}

/// Fails the check with a message unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err($crate::storage::conformance::Wrong(format!($($message)+)));
        }
    };
}

/// Fails the check with both values unless they are equal.
macro_rules! ensure_eq {
    ($got:expr, $want:expr, $($message:tt)+) => {{
        let (got, want) = (&$got, &$want);
        let what = format!($($message)+);
        ensure!(got == want, "{what}: got {got:?}, want {want:?}");
    }};
}

/// The table of a group: each function with its name.
macro_rules! check_table {
    ($($name:ident),+ $(,)?) => {
        pub(super) const CHECKS: &[$crate::storage::conformance::Check] = &[$(
            $crate::storage::conformance::Check {
                name: stringify!($name),
                run: |fixture| Box::pin($name(fixture)),
            }
        ),+];
    };
}

use {check_table, ensure, ensure_eq};
