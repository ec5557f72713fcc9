//! A scheduler that only watches another one, and tells where it would have decided otherwise.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bowline_api::core::v1::Pod;
use tokio_util::sync::CancellationToken;

use super::informers::{Change, Informers, Judge};
use super::scheduler::Scheduler;
use crate::cycle::Explanation;
use crate::engine::Engine;
use crate::pod_info::PodInfo;

/// What another scheduler decided, and what this one thinks of it.
#[derive(Clone, Debug)]
pub struct ShadowDecision {
    /// The pod.
    pub pod: Arc<Pod>,
    /// Where the other one put it.
    pub node: String,
    /// The nodes that are best here, all of them.
    pub best: Vec<String>,
    /// How the other's node fares.
    pub judgement: Judgement,
}

/// How a node fares that another scheduler chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// No other is better.
    Agreed,
    /// The pod fits, but others have a higher score.
    Lower {
        /// By so much; the greatest possible score of the default plugins is 1400.
        by: i64,
    },
    /// The pod does not fit.
    Unfit {
        /// Who says so, and why.
        reasons: Vec<String>,
    },
    /// The pod was turned down before any node was looked at.
    Rejected {
        /// Why.
        reason: String,
    },
    /// The node is not known here.
    UnknownNode,
}

impl Judgement {
    fn of(explanation: &Explanation, node: &str) -> Self {
        if let Some(rejection) = &explanation.rejected {
            return Self::Rejected { reason: rejection.to_string() };
        }
        let Some(theirs) = explanation.nodes.iter().find(|it| it.node == node) else {
            return Self::UnknownNode;
        };
        if !theirs.fits() {
            let rejecting = theirs.verdicts.iter().filter_map(|(plugin, verdict)| match verdict {
                crate::Verdict::Fits => None,
                crate::Verdict::Rejected(rejection) => Some(format!("{plugin}: {rejection}")),
            });
            return Self::Unfit { reasons: rejecting.collect() };
        }
        let best = explanation.best.map_or(0, |best| explanation.nodes[best].total());
        match best - theirs.total() {
            by if by > 0 => Self::Lower { by },
            _ => Self::Agreed,
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agreed => f.write_str("agreed"),
            Self::Lower { by } => write!(f, "its score is lower by {by}"),
            Self::Unfit { reasons } => write!(f, "the pod does not fit: {}", reasons.join("; ")),
            Self::Rejected { reason } => write!(f, "the pod should wait: {reason}"),
            Self::UnknownNode => f.write_str("there is no such node"),
        }
    }
}

/// Called with every decision of the other scheduler.
pub type OnDecision = Arc<dyn Fn(ShadowDecision) + Send + Sync>;

impl Scheduler {
    /// Places no pod and writes nothing, but judges where other schedulers put pods of the same
    /// names, from what was known when the binding was seen. Runs until told to stop.
    ///
    /// A scheduler that does not look at all nodes may well choose a lower score; so may one that
    /// decided before the last change was seen here.
    pub async fn shadow(self, shutdown: CancellationToken, told: OnDecision) {
        let (client, mut engine, watches) = self.into_watching();
        let is_synced = Arc::new(AtomicBool::new(false));
        let known = Arc::clone(&is_synced);
        let judge: Judge = Arc::new(move |engine, old, new| {
            let is_new = match old {
                Some(old) => old.spec.node_name.is_empty(),
                None => known.load(Ordering::Relaxed),
            };
            if is_new && !new.spec.node_name.is_empty() && !new.is_terminal() {
                judge_binding(engine, new).into_iter().for_each(|it| told(it));
            }
        });
        let plugins = engine.profiles().flat_map(|it| it.rejectors.iter().copied()).collect();
        let mut informers = Informers::start(&client, &shutdown, &plugins, watches, Some(&judge));
        loop {
            let change = tokio::select! {
                () = shutdown.cancelled() => break,
                change = informers.changes.recv() => change,
            };
            match change {
                None => break,
                Some(Change::Object(tell)) => tell(&mut engine, client.clock().now()),
                Some(Change::Synced) => {
                    informers.unsynced = informers.unsynced.saturating_sub(1);
                    is_synced.store(informers.unsynced == 0, Ordering::Relaxed);
                }
            }
        }
        informers.stop().await;
    }
}

/// What the engine would say of a pod that has just been bound; nothing if it is none of its
/// own.
fn judge_binding(engine: &mut Engine, bound: &Arc<Pod>) -> Option<ShadowDecision> {
    let mut free = Pod::clone(bound);
    let node = std::mem::take(&mut free.spec.node_name);
    free.status.nominated_node_name.clear();
    let free = PodInfo::from(free);
    let explanation = match engine.explain(&free) {
        Ok(explanation) => explanation?,
        Err(error) => {
            tracing::warn!(pod = free.name(), %error, "judging a binding");
            return None;
        }
    };
    let fitting = || explanation.nodes.iter().filter(|it| it.fits());
    let highest = fitting().map(|it| it.total()).max();
    let best = fitting().filter(|it| Some(it.total()) == highest).map(|it| it.node.clone());
    Some(ShadowDecision {
        pod: Arc::clone(bound),
        best: best.collect(),
        judgement: Judgement::of(&explanation, &node),
        node,
    })
}
