//! event of events.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::{EVENT_SOURCE, EventSource, OBJECT_REFERENCE, ObjectReference};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::{MicroTime, Time};

/// `Event` of `events.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    pub metadata: ObjectMeta,
    pub event_time: Option<MicroTime>,
    pub series: Option<EventSeries>,
    pub reporting_controller: String,
    pub reporting_instance: String,
    pub action: String,
    pub reason: String,
    pub regarding: ObjectReference,
    pub related: Option<Box<ObjectReference>>,
    pub note: String,
    pub type_: String,
    pub deprecated_source: EventSource,
    pub deprecated_first_timestamp: Option<Time>,
    pub deprecated_last_timestamp: Option<Time>,
    pub deprecated_count: i32,
}

#[doc(hidden)]
pub static EVENT: Descriptor = Descriptor::new(
    "io.k8s.api.events.v1.Event",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), 0),
        Field::new("eventTime", 2, Type::MicroTime, REQUIRED),
        Field::new("series", 3, Type::Message(&EVENT_SERIES), POINTER | OMITEMPTY),
        Field::new("reportingController", 4, Type::String, OMITEMPTY),
        Field::new("reportingInstance", 5, Type::String, OMITEMPTY),
        Field::new("action", 6, Type::String, OMITEMPTY),
        Field::new("reason", 7, Type::String, OMITEMPTY),
        Field::new("regarding", 8, Type::Message(&OBJECT_REFERENCE), OMITEMPTY),
        Field::new("related", 9, Type::Message(&OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("note", 10, Type::String, OMITEMPTY),
        Field::new("type", 11, Type::String, OMITEMPTY),
        Field::new("deprecatedSource", 12, Type::Message(&EVENT_SOURCE), OMITEMPTY),
        Field::new("deprecatedFirstTimestamp", 13, Type::Time, OMITEMPTY),
        Field::new("deprecatedLastTimestamp", 14, Type::Time, OMITEMPTY),
        Field::new("deprecatedCount", 15, Type::Int32, OMITEMPTY),
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
            1 => self.event_time.reflect(),
            2 => self.series.reflect(),
            3 => self.reporting_controller.reflect(),
            4 => self.reporting_instance.reflect(),
            5 => self.action.reflect(),
            6 => self.reason.reflect(),
            7 => self.regarding.reflect(),
            8 => self.related.reflect(),
            9 => self.note.reflect(),
            10 => self.type_.reflect(),
            11 => self.deprecated_source.reflect(),
            12 => self.deprecated_first_timestamp.reflect(),
            13 => self.deprecated_last_timestamp.reflect(),
            14 => self.deprecated_count.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.event_time.reflect_mut(),
            2 => self.series.reflect_mut(),
            3 => self.reporting_controller.reflect_mut(),
            4 => self.reporting_instance.reflect_mut(),
            5 => self.action.reflect_mut(),
            6 => self.reason.reflect_mut(),
            7 => self.regarding.reflect_mut(),
            8 => self.related.reflect_mut(),
            9 => self.note.reflect_mut(),
            10 => self.type_.reflect_mut(),
            11 => self.deprecated_source.reflect_mut(),
            12 => self.deprecated_first_timestamp.reflect_mut(),
            13 => self.deprecated_last_timestamp.reflect_mut(),
            14 => self.deprecated_count.reflect_mut(),
            _ => panic!("Event has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffcef9
            | u64::from(self.event_time.is_some()) << 1
            | u64::from(self.series.is_some()) << 2
            | u64::from(self.related.is_some()) << 8
            | u64::from(self.deprecated_first_timestamp.is_some()) << 12
            | u64::from(self.deprecated_last_timestamp.is_some()) << 13
    }
}

bowline_apimachinery::resource!(Event, "events.k8s.io", "v1", "Event", "events", Namespaced);

/// `io.k8s.api.events.v1.EventSeries`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventSeries {
    pub count: i32,
    pub last_observed_time: Option<MicroTime>,
}

#[doc(hidden)]
pub static EVENT_SERIES: Descriptor = Descriptor::new(
    "io.k8s.api.events.v1.EventSeries",
    &[
        Field::new("count", 1, Type::Int32, REQUIRED),
        Field::new("lastObservedTime", 2, Type::MicroTime, REQUIRED),
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

bowline_apimachinery::message!(Event EventSeries);
