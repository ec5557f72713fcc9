//! event of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{OBJECT_REFERENCE, ObjectReference};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::{MicroTime, Time};

/// `Event` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    pub metadata: ObjectMeta,
    pub involved_object: ObjectReference,
    pub reason: String,
    pub message: String,
    pub source: EventSource,
    pub first_timestamp: Option<Time>,
    pub last_timestamp: Option<Time>,
    pub count: i32,
    pub type_: String,
    pub event_time: Option<MicroTime>,
    pub series: Option<EventSeries>,
    pub action: String,
    pub related: Option<Box<ObjectReference>>,
    pub reporting_component: String,
    pub reporting_instance: String,
}

#[doc(hidden)]
pub static EVENT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Event",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), REQUIRED),
        Field::new("involvedObject", 2, Type::Message(&OBJECT_REFERENCE), REQUIRED),
        Field::new("reason", 3, Type::String, OMITEMPTY),
        Field::new("message", 4, Type::String, OMITEMPTY),
        Field::new("source", 5, Type::Message(&EVENT_SOURCE), OMITEMPTY),
        Field::new("firstTimestamp", 6, Type::Time, OMITEMPTY),
        Field::new("lastTimestamp", 7, Type::Time, OMITEMPTY),
        Field::new("count", 8, Type::Int32, OMITEMPTY),
        Field::new("type", 9, Type::String, OMITEMPTY),
        Field::new("eventTime", 10, Type::MicroTime, OMITEMPTY),
        Field::new("series", 11, Type::Message(&EVENT_SERIES), POINTER | OMITEMPTY),
        Field::new("action", 12, Type::String, OMITEMPTY),
        Field::new("related", 13, Type::Message(&OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("reportingComponent", 14, Type::String, 0),
        Field::new("reportingInstance", 15, Type::String, 0),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
)
.root();

impl Message for Event {
    fn descriptor(&self) -> &'static Descriptor {
        &EVENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.involved_object.reflect(),
            2 => self.reason.reflect(),
            3 => self.message.reflect(),
            4 => self.source.reflect(),
            5 => self.first_timestamp.reflect(),
            6 => self.last_timestamp.reflect(),
            7 => self.count.reflect(),
            8 => self.type_.reflect(),
            9 => self.event_time.reflect(),
            10 => self.series.reflect(),
            11 => self.action.reflect(),
            12 => self.related.reflect(),
            13 => self.reporting_component.reflect(),
            14 => self.reporting_instance.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.involved_object.reflect_mut(),
            2 => self.reason.reflect_mut(),
            3 => self.message.reflect_mut(),
            4 => self.source.reflect_mut(),
            5 => self.first_timestamp.reflect_mut(),
            6 => self.last_timestamp.reflect_mut(),
            7 => self.count.reflect_mut(),
            8 => self.type_.reflect_mut(),
            9 => self.event_time.reflect_mut(),
            10 => self.series.reflect_mut(),
            11 => self.action.reflect_mut(),
            12 => self.related.reflect_mut(),
            13 => self.reporting_component.reflect_mut(),
            14 => self.reporting_instance.reflect_mut(),
            _ => panic!("Event has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffe99f
            | u64::from(self.first_timestamp.is_some()) << 5
            | u64::from(self.last_timestamp.is_some()) << 6
            | u64::from(self.event_time.is_some()) << 9
            | u64::from(self.series.is_some()) << 10
            | u64::from(self.related.is_some()) << 12
    }
}

bowline_apimachinery::resource!(Event, "", "v1", "Event", "events", Namespaced);

/// `io.k8s.api.core.v1.EventSeries`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventSeries {
    pub count: i32,
    pub last_observed_time: Option<MicroTime>,
}

#[doc(hidden)]
pub static EVENT_SERIES: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EventSeries",
    &[
        Field::new("count", 1, Type::Int32, OMITEMPTY),
        Field::new("lastObservedTime", 2, Type::MicroTime, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for EventSeries {
    fn descriptor(&self) -> &'static Descriptor {
        &EVENT_SERIES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.count.reflect(),
            1 => self.last_observed_time.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.count.reflect_mut(),
            1 => self.last_observed_time.reflect_mut(),
            _ => panic!("EventSeries has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.last_observed_time.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.EventSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventSource {
    pub component: String,
    pub host: String,
}

#[doc(hidden)]
pub static EVENT_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EventSource",
    &[
        Field::new("component", 1, Type::String, OMITEMPTY),
        Field::new("host", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for EventSource {
    fn descriptor(&self) -> &'static Descriptor {
        &EVENT_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.component.reflect(),
            1 => self.host.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.component.reflect_mut(),
            1 => self.host.reflect_mut(),
            _ => panic!("EventSource has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(Event EventSeries EventSource);
