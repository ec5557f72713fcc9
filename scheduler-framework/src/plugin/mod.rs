//! What a plugin is: one small trait an extension point, and a [`Plugin`] that states at which
//! points it stands.
//!
//! ```text
//! queue      PreEnqueue -> QueueSort                       EnqueueExtensions: what may help a pod
//! cycle      PreFilter -> Filter -> (PostFilter) -> PreScore -> Score -> Reserve -> Permit
//! binding    PreBind -> Bind -> PostBind
//! ```
//!
//! Everything up to `Permit` is synchronous and works on a snapshot; only what talks to the
//! outside ([`PreBind`], [`Bind`]) is async. A plugin answers with a verdict; a fault of its own
//! is an error, which the framework reports with the names of plugin and point.
//!
//! Upstream: `staging/src/k8s.io/kube-scheduler/framework/interface.go`.

mod binding;
mod context;
mod filtering;
mod points;
mod queueing;
mod reach;
mod scoring;

pub use binding::{
    Bind, BindCycle, BindVerdict, Permit, PermitVerdict, PostBind, PreBind, PreBindPreFlight,
    Reserve,
};
pub use context::{Cycle, CycleMut};
pub use filtering::{
    Filter, Nomination, PostFilter, PostFilterCycle, PostFilterVerdict, PreFilter,
    PreFilterExtensions, PreFilterVerdict, Preemption,
};
pub use points::{ExtensionPoints, Plugin};
pub use queueing::{EnqueueExtensions, PreEnqueue, QueueSort};
pub use reach::{Normalization, Reach};
pub use scoring::{
    MAX_NODE_SCORE, MIN_NODE_SCORE, PreScore, PreScoreVerdict, Reverse, Score, normalize_to_max,
};
