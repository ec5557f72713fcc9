//! Which plugins want to hear of which events, profile by profile.

use std::collections::HashMap;
use std::sync::Arc;

use super::QueuedPod;
use crate::events::{
    ActionType, ClusterEvent, EventHint, EventObjects, EventResource, Hint, QueueingHint,
};
use crate::profile::Profile;

/// What an event means for a waiting pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// Nothing.
    Nothing,
    /// Another attempt, once its backoff is over.
    AfterBackoff,
    /// Another attempt now.
    Now,
}

#[derive(Default)]
pub(super) struct Hints {
    profiles: HashMap<String, Vec<Registered>>,
}

struct Registered {
    plugin: &'static str,
    event: ClusterEvent,
    hint: Option<Hint>,
}

impl Hints {
    /// What the plugins of the profiles register. One that rejects pods and registers nothing
    /// hears of everything.
    pub(super) fn new<'a>(profiles: impl IntoIterator<Item = &'a Arc<Profile>>) -> Self {
        let of_profile = |profile: &Arc<Profile>| {
            let mut registered = Vec::new();
            for extensions in &profile.enqueue_extensions {
                let plugin = extensions.name();
                let events = with_taint_updates(Arc::clone(extensions).events_to_register());
                let events = events.into_iter();
                registered.extend(events.map(|EventHint { event, hint }| Registered {
                    plugin,
                    event,
                    hint,
                }));
            }
            for plugin in &profile.rejectors {
                if !profile.enqueue_extensions.iter().any(|it| it.name() == *plugin) {
                    registered.push(Registered { plugin, event: ClusterEvent::ANY, hint: None });
                }
            }
            (profile.scheduler_name.clone(), registered)
        };
        Self { profiles: profiles.into_iter().map(of_profile).collect() }
    }

    /// Whether any plugin of any profile wants to hear of an event.
    pub(super) fn is_of_interest(&self, event: &ClusterEvent) -> bool {
        event.is_any() || self.profiles.values().flatten().any(|it| it.event.matches(event))
    }

    /// Whether a plugin of any profile wants to hear of an event.
    pub(super) fn interests(&self, plugin: &str, event: &ClusterEvent) -> bool {
        let registered = || self.profiles.values().flatten().filter(|it| it.plugin == plugin);
        event.is_any() || registered().any(|it| it.event.matches(event))
    }

    /// What an event means for a pod, as far as the plugins that rejected it can tell.
    pub(super) fn worth(
        &self,
        pod: &QueuedPod,
        event: &ClusterEvent,
        objects: &EventObjects<'_>,
    ) -> Worth {
        if event.is_any() || pod.rejector_plugins().next().is_none() {
            return Worth::AfterBackoff;
        }
        let registered = self.profiles.get(pod.pod.scheduler_name());
        let mut worth = Worth::Nothing;
        for it in registered.into_iter().flatten() {
            let pending = pod.pending_plugins.contains(it.plugin);
            let rejected = pending || pod.unschedulable_plugins.contains(it.plugin);
            if !rejected || !it.event.matches(event) || !it.helps(pod, objects) {
                continue;
            }
            if pending {
                return Worth::Now;
            }
            worth = Worth::AfterBackoff;
            if pod.pending_plugins.is_empty() {
                return worth;
            }
        }
        worth
    }
}

impl Registered {
    fn helps(&self, pod: &QueuedPod, objects: &EventObjects<'_>) -> bool {
        let Some(hint) = &self.hint else { return true };
        match hint(&pod.pod, objects) {
            Ok(hint) => hint == QueueingHint::Queue,
            Err(error) => {
                tracing::warn!(plugin = self.plugin, pod = pod.pod.name(), %error, "hint failed");
                true
            }
        }
    }
}

/// Nodes come with a taint that goes when they are ready: who waits for new nodes has to hear of
/// that, too.
fn with_taint_updates(mut events: Vec<EventHint>) -> Vec<EventHint> {
    let nodes = |action| {
        let of_nodes = |it: &EventHint| {
            it.event.resource == EventResource::Node && it.event.action.intersects(action)
        };
        events.iter().any(of_nodes)
    };
    let taints = ActionType::UPDATE_NODE_TAINT;
    if nodes(ActionType::ADD) && !nodes(taints) {
        events.push(EventHint::always(EventResource::Node, taints));
    }
    events
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::MicroTime;

    use super::*;
    use crate::plugin::{EnqueueExtensions, ExtensionPoints, Filter, Plugin};
    use crate::testing::pod;
    use crate::{BoxError, NodeInfo, PodInfo, Verdict};

    struct Picky(&'static str, Vec<EventHint>);

    impl Plugin for Picky {
        fn name(&self) -> &'static str {
            self.0
        }
        fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
            at.filter(self.clone());
            if !self.1.is_empty() {
                at.enqueue_extensions(self);
            }
        }
    }
    impl Filter for Picky {
        fn filter(
            &self,
            _: &crate::plugin::Cycle<'_>,
            _: &PodInfo,
            _: &NodeInfo,
        ) -> Result<Verdict, BoxError> {
            Ok(Verdict::Fits)
        }
    }
    impl EnqueueExtensions for Picky {
        fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
            self.1.clone()
        }
    }

    #[test]
    fn only_the_rejecting_plugins_are_asked() {
        let event = |resource, action| ClusterEvent::new(resource, action);
        let skip = |_: &PodInfo, _: &EventObjects<'_>| Ok(QueueingHint::Skip);
        let fail = |_: &PodInfo, _: &EventObjects<'_>| Err("no idea".into());
        let plugins: Vec<Arc<dyn Plugin>> = vec![
            Arc::new(Picky("Nodes", vec![EventHint::always(EventResource::Node, ActionType::ADD)])),
            Arc::new(Picky(
                "Never",
                vec![EventHint::when(EventResource::Node, ActionType::ALL, skip)],
            )),
            Arc::new(Picky(
                "Failing",
                vec![EventHint::when(EventResource::Node, ActionType::ALL, fail)],
            )),
            Arc::new(Picky("Silent", vec![])),
        ];
        let profile =
            Profile::of("default-scheduler", plugins.into_iter().map(|plugin| (plugin, 0)));
        let hints = Hints::new([&Arc::new(profile)]);
        let (add, label) = (ActionType::ADD, ActionType::UPDATE_NODE_LABEL);
        let taint = ActionType::UPDATE_NODE_TAINT;
        let (node, service) = (EventResource::Node, EventResource::Other("services".into()));
        let rows = [
            ("no plugin", vec![], vec![], event(node.clone(), label), Worth::AfterBackoff),
            ("a match", vec!["Nodes"], vec![], event(node.clone(), add), Worth::AfterBackoff),
            ("no match", vec!["Nodes"], vec![], event(node.clone(), label), Worth::Nothing),
            (
                "taints go with new nodes",
                vec!["Nodes"],
                vec![],
                event(node.clone(), taint),
                Worth::AfterBackoff,
            ),
            ("a hint that skips", vec!["Never"], vec![], event(node.clone(), add), Worth::Nothing),
            (
                "one of two",
                vec!["Never", "Nodes"],
                vec![],
                event(node.clone(), add),
                Worth::AfterBackoff,
            ),
            (
                "a hint that fails",
                vec!["Failing"],
                vec![],
                event(node.clone(), add),
                Worth::AfterBackoff,
            ),
            (
                "silence means everything",
                vec!["Silent"],
                vec![],
                event(service, add),
                Worth::AfterBackoff,
            ),
            ("pending", vec!["Nodes"], vec!["Silent"], event(node.clone(), add), Worth::Now),
            (
                "pending for something else",
                vec!["Nodes"],
                vec!["Never"],
                event(node, add),
                Worth::AfterBackoff,
            ),
            ("anything", vec!["Never"], vec![], ClusterEvent::ANY, Worth::AfterBackoff),
        ];
        for (name, unschedulable, pending, event, want) in rows {
            let now = MicroTime::from_unix_micros(0);
            let mut queued = QueuedPod::new(Arc::new(pod("p").info()), now);
            queued.unschedulable_plugins = unschedulable.into_iter().collect();
            queued.pending_plugins = pending.into_iter().collect();
            assert_eq!(hints.worth(&queued, &event, &EventObjects::default()), want, "{name}");
        }
        assert!(hints.interests("Nodes", &event(EventResource::Node, ActionType::ADD)));
        assert!(!hints.interests("Nodes", &event(EventResource::Node, ActionType::DELETE)));
    }
}
