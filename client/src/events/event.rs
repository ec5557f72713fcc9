//! What is to be told.

use bowline_api::core::v1::ObjectReference;
use bowline_apimachinery::resource::{Kind, Object};
use bowline_apimachinery::time::MicroTime;

/// Which form events are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventApi {
    /// `v1`: repetitions are counted, and many of one reason are combined.
    #[default]
    Core,
    /// `events.k8s.io/v1`: repetitions become a series.
    Series,
}

/// Who tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventSource {
    /// The component: `kubelet`, `deployment-controller`.
    pub controller: String,
    /// Which one of them: a node's name for a kubelet, a host's or a pod's for others.
    pub instance: String,
}

/// How serious it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EventType {
    /// All is well.
    #[default]
    Normal,
    /// Someone may want to look.
    Warning,
}

impl EventType {
    /// The text on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Warning => "Warning",
        }
    }
}

/// What happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// The object it happened to.
    pub regarding: ObjectReference,
    /// Another object that has to do with it.
    pub related: Option<ObjectReference>,
    /// How serious it is.
    pub event_type: EventType,
    /// Why, in one CamelCase word: `FailedMount`; at most 128 characters.
    pub reason: String,
    /// What was being done, in one CamelCase word: `Binding`; at most 128 characters. May be empty
    /// in the core form.
    pub action: String,
    /// A sentence for people; at most 1024 characters in the series form.
    pub message: String,
    /// Annotations of the event.
    pub annotations: Vec<(String, String)>,
    /// When it happened; the recorder fills it in.
    pub time: MicroTime,
}

/// A reference to an object, for events about it.
#[must_use]
pub fn object_reference<K: Object + Kind>(object: &K) -> ObjectReference {
    let metadata = object.metadata();
    ObjectReference {
        kind: K::KIND.to_owned(),
        api_version: K::api_version(),
        namespace: metadata.namespace.clone(),
        name: metadata.name.clone(),
        uid: metadata.uid.clone(),
        resource_version: metadata.resource_version.clone(),
        field_path: String::new(),
    }
}

impl Note {
    /// The namespace that an event about this lives in.
    pub(super) fn namespace(&self) -> &str {
        match self.regarding.namespace.as_str() {
            "" => "default",
            namespace => namespace,
        }
    }
}

/// Names events: the object's name and the time, in nanoseconds as upstream has it, and never the
/// same twice, even if time stands still.
#[derive(Debug, Default)]
pub(super) struct Namer {
    last: i64,
}

impl Namer {
    pub(super) fn name(&mut self, object: &str, now: MicroTime) -> String {
        self.last = now.unix_micros().saturating_mul(1000).max(self.last + 1);
        format!("{object}.{:x}", self.last)
    }
}
