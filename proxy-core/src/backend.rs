//! The seam to whatever carries rules out.

use async_trait::async_trait;

use crate::rule_set::RuleSet;

/// Carries rules out: nftables, iptables, forwarding in this process.
///
/// Calls come one at a time, each with the whole set; applying the same set twice changes nothing.
#[async_trait]
pub trait Backend: Send + Sync + 'static {
    /// Makes the rules hold, and none but them.
    ///
    /// # Errors
    /// When some rule could not be made to hold; the others do. The caller tries again.
    async fn apply(&self, rules: &RuleSet) -> Result<(), BackendError>;
}

const _: Option<&dyn Backend> = None;

/// Why rules do not hold.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackendError {
    /// An address cannot be listened on.
    #[error("{failed} of {wanted} addresses cannot be listened on, first {address}")]
    Listen {
        /// How many.
        failed: usize,
        /// Of how many.
        wanted: usize,
        /// The first of them.
        address: std::net::SocketAddr,
        /// Why that one.
        source: std::io::Error,
    },
    /// A program that was to take the rules could not be run, or did not take them.
    #[error("{program}: {message}")]
    Program {
        /// Which.
        program: &'static str,
        /// What it said.
        message: String,
    },
}
