//! Changes of the cluster, as watches show them.
//!
//! Upstream: `pkg/scheduler/eventhandlers.go`.

use std::sync::Arc;

use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::resource::Object;
use bowline_apimachinery::time::MicroTime;

use super::Engine;
use crate::events::{
    ActionType, ClusterEvent, EventRecord, EventResource, node_changes, pod_changes,
};
use crate::pod_groups::{GroupStage, group_of};
use crate::pod_info::PodInfo;
use crate::queue::Setting;
use crate::verdict::Rejection;

impl Engine {
    /// A node is new or has changed.
    pub fn apply_node(&mut self, node: Arc<Node>, now: MicroTime) {
        let name = &node.metadata.name;
        let known = self.cache.node(name);
        self.cache.apply_node(Arc::clone(&node));
        let events = match &known {
            None => vec![ClusterEvent::new(EventResource::Node, ActionType::ADD)],
            Some(old) => node_changes(old, &node),
        };
        for event in events {
            let record = EventRecord::new(event, known.clone(), Some(Arc::clone(&node)));
            self.move_all(&record, now);
        }
    }

    /// A node is gone.
    pub fn remove_node(&mut self, node: &Arc<Node>, now: MicroTime) {
        self.cache.remove_node(&node.metadata.name);
        let event = ClusterEvent::new(EventResource::Node, ActionType::DELETE);
        self.move_all(&EventRecord::new(event, Some(Arc::clone(node)), None), now);
    }

    /// An object that is neither a pod nor a node is new or has changed.
    pub fn apply_object<T: Object>(
        &mut self,
        resource: EventResource,
        object: Arc<T>,
        now: MicroTime,
    ) {
        let old = self.cache.objects_mut().apply(Arc::clone(&object));
        let action = match old {
            None => ActionType::ADD,
            Some(_) => ActionType::UPDATE_OTHER,
        };
        let event = ClusterEvent::new(resource, action);
        self.move_all(&EventRecord::new(event, old, Some(object)), now);
    }

    /// An object that is neither a pod nor a node is gone.
    pub fn remove_object<T: Object>(
        &mut self,
        resource: EventResource,
        object: &T,
        now: MicroTime,
    ) {
        let old = self.cache.objects_mut().remove::<T>(object.namespace(), object.name());
        let event = ClusterEvent::new(resource, ActionType::DELETE);
        self.move_all(&EventRecord::new(event, old, None), now);
    }

    /// A pod is new or has changed. Pods that have ended hold nothing, and are as good as gone.
    pub fn apply_pod(&mut self, pod: Arc<Pod>, now: MicroTime) {
        if pod.is_terminal() {
            return self.remove_pod(&pod.metadata.uid, now);
        }
        let pod = Arc::new(self.kinds.info(pod));
        if !pod.pod().spec.node_name.is_empty() {
            self.apply_assigned(pod, now);
        } else if self.profile_of(&pod).is_some() {
            self.apply_unassigned(pod, now);
        }
    }

    /// A pod is gone, by uid.
    pub fn remove_pod(&mut self, uid: &str, now: MicroTime) {
        if let Some(pod) = self.unassigned.remove(uid) {
            if !self.cache.is_assumed(uid) {
                self.options.pod_groups.remove(&pod);
            }
            let nominated = self.queue.delete(uid).is_some();
            let waited = self.options.waiting.reject(uid, Rejection::unschedulable("removed"));
            if waited || nominated || !pod.pod().status.nominated_node_name.is_empty() {
                self.pod_left(&pod, now);
            }
        }
        // An assumed pod leaves the cache when its binding fails.
        if !self.cache.is_assumed(uid)
            && let Some(pod) = self.cache.remove_pod(uid)
        {
            self.options.pod_groups.remove(&pod);
            self.pod_left(&pod, now);
        }
    }

    fn apply_assigned(&mut self, pod: Arc<PodInfo>, now: MicroTime) {
        if self.unassigned.remove(pod.uid()).is_some() {
            self.queue.delete(pod.uid());
        }
        self.options.pod_groups.set(&pod, GroupStage::Assigned);
        let confirmed = !self.cache.is_assumed(pod.uid());
        let old = self.cache.apply_pod(Arc::clone(&pod)).filter(|_| confirmed);
        let events = match &old {
            Some(old) => pod_changes(old, &pod),
            None => vec![ClusterEvent::new(EventResource::AssignedPod, ActionType::ADD)],
        };
        for event in events {
            let record = EventRecord::new(event, old.clone(), Some(Arc::clone(&pod)));
            self.move_all(&record, now);
        }
    }

    fn apply_unassigned(&mut self, pod: Arc<PodInfo>, now: MicroTime) {
        let old = self.unassigned.insert(pod.uid().to_owned(), Arc::clone(&pod));
        // What was decided about an assumed pod stands; the watch will show it.
        if self.cache.is_assumed(pod.uid()) {
            return;
        }
        self.options.pod_groups.set(&pod, GroupStage::Unscheduled);
        let at = Setting { now, objects: self.cache.objects() };
        let Some(old) = old else {
            let grouped = group_of(pod.pod()).is_some();
            self.queue.add(Arc::clone(&pod), &at);
            if grouped {
                // It may complete a group.
                let event = ClusterEvent::new(EventResource::UnscheduledPod, ActionType::ADD);
                self.move_all(&EventRecord::new(event, None, Some(pod)), now);
            }
            return;
        };
        let (before, after) =
            (&old.pod().status.nominated_node_name, &pod.pod().status.nominated_node_name);
        let gave_up = !before.is_empty() && before != after;
        self.queue.update(&old, pod, &at);
        if gave_up {
            // The room that was kept for it may serve others.
            self.pod_left(&old, now);
        }
    }

    /// The room that a pod had, or was to have, is free.
    pub(super) fn pod_left(&mut self, pod: &Arc<PodInfo>, now: MicroTime) {
        let event = ClusterEvent::new(EventResource::AssignedPod, ActionType::DELETE);
        self.move_all(&EventRecord::new(event, Some(Arc::clone(pod)), None), now);
    }

    fn move_all(&mut self, record: &EventRecord, now: MicroTime) {
        let at = Setting { now, objects: self.cache.objects() };
        self.queue.move_all(record, &at);
    }
}
