//! [`ClusterEvent`] and who wants to hear of it.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::ActionType;
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

/// The kind of object an event is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EventResource {
    /// Every kind, for those who want to hear of everything.
    Any,
    /// Pods, on nodes or not.
    Pod,
    /// Pods on nodes.
    AssignedPod,
    /// Pods that wait.
    UnscheduledPod,
    /// Nodes.
    Node,
    /// Persistent volumes.
    PersistentVolume,
    /// Claims to persistent volumes.
    PersistentVolumeClaim,
    /// `CSINode`
    CsiNode,
    /// `CSIDriver`
    CsiDriver,
    /// `CSIStorageCapacity`
    CsiStorageCapacity,
    /// Volume attachments.
    VolumeAttachment,
    /// Storage classes.
    StorageClass,
    /// Claims to devices.
    ResourceClaim,
    /// Devices on nodes.
    ResourceSlice,
    /// Device classes.
    DeviceClass,
    /// Groups of pods that are scheduled together.
    PodGroup,
    /// Any other kind, as `plural.version.group`.
    Other(Cow<'static, str>),
}

impl EventResource {
    /// Whether an event about `incoming` is one about this kind.
    #[must_use]
    pub fn matches(&self, incoming: &Self) -> bool {
        *self == Self::Any
            || self == incoming
            || *self == Self::Pod && matches!(incoming, Self::AssignedPod | Self::UnscheduledPod)
    }
}

/// Upstream's name.
impl fmt::Display for EventResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "*",
            Self::Pod => "Pod",
            Self::AssignedPod => "AssignedPod",
            Self::UnscheduledPod => "UnscheduledPod",
            Self::Node => "Node",
            Self::PersistentVolume => "PersistentVolume",
            Self::PersistentVolumeClaim => "PersistentVolumeClaim",
            Self::CsiNode => "storage.k8s.io/CSINode",
            Self::CsiDriver => "storage.k8s.io/CSIDriver",
            Self::CsiStorageCapacity => "storage.k8s.io/CSIStorageCapacity",
            Self::VolumeAttachment => "storage.k8s.io/VolumeAttachment",
            Self::StorageClass => "storage.k8s.io/StorageClass",
            Self::ResourceClaim => "ResourceClaim",
            Self::ResourceSlice => "ResourceSlice",
            Self::DeviceClass => "DeviceClass",
            Self::PodGroup => "PodGroup",
            Self::Other(name) => name,
        })
    }
}

/// Something that happened to an object, or a class of such things.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClusterEvent {
    /// The kind of object.
    pub resource: EventResource,
    /// What happened to it.
    pub action: ActionType,
}

impl ClusterEvent {
    /// Everything: for plugins that do not say what they wait for, and for forced flushes.
    pub const ANY: Self = Self::new(EventResource::Any, ActionType::ALL);

    /// `action` on `resource`.
    #[must_use]
    pub const fn new(resource: EventResource, action: ActionType) -> Self {
        Self { resource, action }
    }

    /// Whether this stands for everything.
    #[must_use]
    pub fn is_any(&self) -> bool {
        *self == Self::ANY
    }

    /// Whether `incoming` belongs to this class of events.
    #[must_use]
    pub fn matches(&self, incoming: &Self) -> bool {
        self.is_any()
            || self.resource.matches(&incoming.resource) && self.action.contains(incoming.action)
    }
}

/// The label in metrics, such as `NodeAdd`.
impl fmt::Display for ClusterEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_any() {
            return f.write_str("*");
        }
        write!(f, "{}{}", self.resource, self.action)
    }
}

/// What a hint says about one waiting pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueingHint {
    /// The event does not help the pod, as far as the plugin is concerned.
    Skip,
    /// It may: try again.
    Queue,
}

/// The object of an event, before and after. Pods are given as [`PodInfo`], other objects as
/// themselves.
#[derive(Clone, Copy, Default)]
pub struct EventObjects<'a> {
    old: Option<&'a (dyn Any + Send + Sync)>,
    new: Option<&'a (dyn Any + Send + Sync)>,
}

impl<'a> EventObjects<'a> {
    /// An object that came.
    pub fn added<T: Any + Send + Sync>(new: &'a T) -> Self {
        Self { old: None, new: Some(new) }
    }

    /// An object that changed.
    pub fn updated<T: Any + Send + Sync>(old: &'a T, new: &'a T) -> Self {
        Self { old: Some(old), new: Some(new) }
    }

    /// An object that went.
    pub fn deleted<T: Any + Send + Sync>(old: &'a T) -> Self {
        Self { old: Some(old), new: None }
    }

    /// The object before, if it was of this type.
    #[must_use]
    pub fn before<T: Any>(&self) -> Option<&'a T> {
        self.old?.downcast_ref()
    }

    /// The object after, if it is of this type.
    #[must_use]
    pub fn after<T: Any>(&self) -> Option<&'a T> {
        self.new?.downcast_ref()
    }
}

impl fmt::Debug for EventObjects<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (old, new) = (self.old.is_some(), self.new.is_some());
        f.debug_struct("EventObjects").field("old", &old).field("new", &new).finish()
    }
}

/// An event with its object, to keep.
#[derive(Clone)]
pub struct EventRecord {
    /// What happened.
    pub event: ClusterEvent,
    old: Option<Arc<dyn Any + Send + Sync>>,
    new: Option<Arc<dyn Any + Send + Sync>>,
}

impl EventRecord {
    /// An event about an object that came (`new` alone), went (`old` alone) or changed.
    pub fn new<T: Any + Send + Sync>(
        event: ClusterEvent,
        old: Option<Arc<T>>,
        new: Option<Arc<T>>,
    ) -> Self {
        let (old, new) = (old.map(|it| it as Arc<_>), new.map(|it| it as Arc<_>));
        Self { event, old, new }
    }

    /// An event about nothing in particular.
    #[must_use]
    pub fn bare(event: ClusterEvent) -> Self {
        Self { event, old: None, new: None }
    }

    /// The object before and after.
    #[must_use]
    pub fn objects(&self) -> EventObjects<'_> {
        EventObjects { old: self.old.as_deref(), new: self.new.as_deref() }
    }
}

impl fmt::Debug for EventRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventRecord").field(&self.event).finish()
    }
}

/// Looks whether an event may help a waiting pod. A failing hint counts as [`QueueingHint::Queue`].
pub type Hint =
    Arc<dyn Fn(&PodInfo, &EventObjects<'_>) -> Result<QueueingHint, BoxError> + Send + Sync>;

/// A class of events that a plugin waits for.
#[derive(Clone)]
pub struct EventHint {
    /// The events.
    pub event: ClusterEvent,
    /// A closer look; none if each such event may help.
    pub hint: Option<Hint>,
}

impl EventHint {
    /// Each such event may help.
    #[must_use]
    pub fn always(resource: EventResource, action: ActionType) -> Self {
        Self { event: ClusterEvent::new(resource, action), hint: None }
    }

    /// Such an event may help if `hint` says so.
    pub fn when(
        resource: EventResource,
        action: ActionType,
        hint: impl Fn(&PodInfo, &EventObjects<'_>) -> Result<QueueingHint, BoxError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self { event: ClusterEvent::new(resource, action), hint: Some(Arc::new(hint)) }
    }
}

impl fmt::Debug for EventHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventHint").field(&self.event).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_match_their_events() {
        use EventResource::{AssignedPod, Node, Pod, UnscheduledPod};
        let add = ActionType::ADD;
        let rows = [
            (ClusterEvent::ANY, ClusterEvent::new(Node, add), true),
            (ClusterEvent::new(Pod, add), ClusterEvent::new(AssignedPod, add), true),
            (ClusterEvent::new(Pod, add), ClusterEvent::new(UnscheduledPod, add), true),
            (ClusterEvent::new(AssignedPod, add), ClusterEvent::new(UnscheduledPod, add), false),
            (ClusterEvent::new(Node, ActionType::UPDATE), ClusterEvent::new(Node, add), false),
            (
                ClusterEvent::new(Node, ActionType::UPDATE),
                ClusterEvent::new(Node, ActionType::UPDATE_NODE_LABEL),
                true,
            ),
        ];
        for (class, event, want) in rows {
            assert_eq!(class.matches(&event), want, "{class} {event}");
        }
        assert_eq!(ClusterEvent::new(Node, add).to_string(), "NodeAdd");
    }

    #[test]
    fn objects_come_back_as_their_type() {
        let objects = EventObjects::updated(&1_u32, &2_u32);
        assert_eq!((objects.before::<u32>(), objects.after::<u32>()), (Some(&1), Some(&2)));
        assert_eq!(objects.after::<u64>(), None);
        assert_eq!(EventObjects::deleted(&1_u32).after::<u32>(), None);
    }
}
