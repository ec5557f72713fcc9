//! `InterPodAffinity` places pods together with, or apart from, pods that they or that these
//! name.

mod filtering;
mod hints;
mod scoring;

use std::sync::Arc;

use bowline_api::core::v1::{Namespace, Pod};

use crate::config::InterPodAffinityArgs;
use crate::events::{ActionType, EventHint, EventResource};
use crate::plugin::{EnqueueExtensions, ExtensionPoints, Plugin};
use crate::pod_info::AffinityTerm;
use crate::snapshot::{Labels, Snapshot};

/// What the pod is told of a node without the pods that it wants to be with.
pub const REASON_AFFINITY: &str = "node(s) didn't match pod affinity rules";
/// What the pod is told of a node with pods that it wants to be apart from.
pub const REASON_ANTI_AFFINITY: &str = "node(s) didn't match pod anti-affinity rules";
/// What the pod is told of a node with pods that want to be apart from it.
pub const REASON_EXISTING_ANTI_AFFINITY: &str =
    "node(s) didn't satisfy existing pods anti-affinity rules";

/// The plugin. Upstream: `plugins/interpodaffinity`.
#[derive(Clone, Debug, Default)]
pub struct InterPodAffinity {
    args: InterPodAffinityArgs,
}

impl InterPodAffinity {
    /// The plugin with its arguments.
    #[must_use]
    pub fn new(args: &InterPodAffinityArgs) -> Self {
        Self { args: args.clone() }
    }
}

impl Plugin for InterPodAffinity {
    fn name(&self) -> &'static str {
        "InterPodAffinity"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone());
        at.pre_score(self.clone()).score(self.clone()).enqueue_extensions(self);
    }
}

impl EnqueueExtensions for InterPodAffinity {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let pod = ActionType::ADD | ActionType::UPDATE_POD_LABEL | ActionType::DELETE;
        vec![
            EventHint::when(EventResource::Pod, pod, hints::after_pod_change),
            // Other pods' terms may be in the way, whose keys are not known here.
            EventHint::always(EventResource::Node, ActionType::ADD | ActionType::UPDATE_NODE_LABEL),
        ]
    }
}

static NO_LABELS: Labels = Labels::new();

/// A term of the pod to be placed, with the namespaces that its selector selects now.
fn with_namespaces(term: &AffinityTerm, snapshot: &Snapshot) -> AffinityTerm {
    let mut term = term.clone();
    // The empty selector selects also namespaces that are not known yet.
    if !term.namespace_selector.is_empty() && !term.namespace_selector.is_nothing() {
        let all = snapshot.objects().list::<Namespace>();
        let selected = all.filter(|it| term.namespace_selector.matches(&it.metadata.labels));
        term.namespaces.extend(selected.map(|it| it.metadata.name.clone()));
    }
    term
}

/// Whether a term of the pod to be placed matches another pod.
///
/// The selected namespaces are among the named ones by now. Yet upstream forgets to drop the
/// selector and tries it on no labels at all, so that one which is satisfied by the absence of a
/// label selects every namespace.
fn matches(term: &AffinityTerm, pod: &Pod) -> bool {
    term.matches(pod, &NO_LABELS)
}

/// Whether all terms match one pod; false without terms.
fn matches_all(terms: &[AffinityTerm], pod: &Pod) -> bool {
    !terms.is_empty() && terms.iter().all(|term| matches(term, pod))
}

#[cfg(test)]
mod tests;
