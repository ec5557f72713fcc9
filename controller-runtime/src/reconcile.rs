//! What a controller does with a key, and what comes of it.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::resource::NamespacedName;

/// Brings the world closer to what an object asks for.
///
/// *Contract:* called for one key at a time, any number of times, in any order of keys; it must
/// come to the same end whatever state it finds. The future may be dropped at any await when the
/// controller stops or the time for it has run out.
///
/// Async closures and functions that take a [`Request`] are reconcilers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not reconcile `{K}`",
    note = "give an `async fn(Request<{K}>) -> Result<Action, ReconcileError>`, or implement the trait"
)]
pub trait Reconcile<K>: Send + Sync + 'static {
    /// Reconciles one object.
    ///
    /// # Errors
    /// Whatever went wrong; the key comes back after a delay, unless the error is terminal.
    fn reconcile(
        &self,
        request: Request<K>,
    ) -> impl Future<Output = Result<Action, ReconcileError>> + Send;
}

impl<K, F, Fut> Reconcile<K> for F
where
    F: Fn(Request<K>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Action, ReconcileError>> + Send,
{
    fn reconcile(
        &self,
        request: Request<K>,
    ) -> impl Future<Output = Result<Action, ReconcileError>> + Send {
        self(request)
    }
}

/// A key to reconcile, and the object as the cache knows it.
#[derive(Debug)]
pub struct Request<K> {
    /// Namespace and name.
    pub key: NamespacedName,
    /// The object.
    pub object: Observed<K>,
    /// How often this key has failed in a row; 0 for a first attempt.
    pub failures: u32,
}

/// An object as the cache knows it.
#[derive(Debug)]
pub enum Observed<K> {
    /// It is there.
    Present(Arc<K>),
    /// It is not there. The last known state is at hand if it was there while the controller ran
    /// and its absence has not been reconciled yet.
    Gone(Option<Arc<K>>),
}

impl<K> Request<K> {
    /// The object, if it is there.
    #[must_use]
    pub fn present(&self) -> Option<&Arc<K>> {
        match &self.object {
            Observed::Present(object) => Some(object),
            Observed::Gone(_) => None,
        }
    }
}

impl<K> Clone for Request<K> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), object: self.object.clone(), failures: self.failures }
    }
}

impl<K> Clone for Observed<K> {
    fn clone(&self) -> Self {
        match self {
            Self::Present(object) => Self::Present(object.clone()),
            Self::Gone(last) => Self::Gone(last.clone()),
        }
    }
}

/// What comes after a reconciliation that did not fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Nothing, until something changes.
    #[default]
    Done,
    /// The same again after a while, even if nothing changes.
    RequeueAfter(Duration),
}

/// A reconciliation that failed. Any error becomes one with `?`; the key comes back after a delay
/// that doubles with each failure.
pub struct ReconcileError {
    source: Box<dyn std::error::Error + Send + Sync>,
    policy: RetryPolicy,
}

/// What becomes of a key whose reconciliation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryPolicy {
    Backoff,
    After(Duration),
    Never,
}

impl ReconcileError {
    /// A failure that another attempt cannot mend; the key comes back only when something changes.
    ///
    /// *Upstream:* `reconcile.TerminalError`.
    pub fn terminal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { source: source.into(), policy: RetryPolicy::Never }
    }

    /// A failure that is worth another attempt after this time.
    pub fn retry_after(
        delay: Duration,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { source: source.into(), policy: RetryPolicy::After(delay) }
    }

    /// What went wrong.
    #[must_use]
    pub fn source(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.source
    }

    /// Whether another attempt cannot mend it.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.policy == RetryPolicy::Never
    }

    pub(crate) fn policy(&self) -> RetryPolicy {
        self.policy
    }
}

impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for ReconcileError {
    fn from(source: E) -> Self {
        Self { source: source.into(), policy: RetryPolicy::Backoff }
    }
}

impl fmt::Debug for ReconcileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReconcileError")
            .field("source", &self.source)
            .field("policy", &self.policy)
            .finish()
    }
}

/// The error and all that caused it.
impl fmt::Display for ReconcileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        let mut cause = self.source.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
