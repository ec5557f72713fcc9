//! answer of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{LIST_META, ListMeta};
use crate::descriptor::*;
use crate::raw_json::RawJson;
use crate::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.apimachinery.pkg.apis.meta.v1.Status`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    pub metadata: ListMeta,
    pub status: String,
    pub message: String,
    pub reason: String,
    pub details: Option<Box<StatusDetails>>,
    pub code: i32,
}

#[doc(hidden)]
pub static STATUS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
    &[
        Field::new("metadata", 1, Type::Message(&LIST_META), OMITEMPTY),
        Field::new("status", 2, Type::String, OMITEMPTY),
        Field::new("message", 3, Type::String, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("details", 5, Type::Message(&STATUS_DETAILS), POINTER | OMITEMPTY),
        Field::new("code", 6, Type::Int32, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
)
.root();

impl Message for Status {
    fn descriptor(&self) -> &'static Descriptor {
        &STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.status.reflect(),
            2 => self.message.reflect(),
            3 => self.reason.reflect(),
            4 => self.details.reflect(),
            5 => self.code.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.message.reflect_mut(),
            3 => self.reason.reflect_mut(),
            4 => self.details.reflect_mut(),
            5 => self.code.reflect_mut(),
            _ => panic!("Status has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffef | u64::from(self.details.is_some()) << 4
    }
}

crate::kind!(Status, "", "v1", "Status");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatusCause {
    pub reason: String,
    pub message: String,
    pub field: String,
}

#[doc(hidden)]
pub static STATUS_CAUSE: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause",
    &[
        Field::new("reason", 1, Type::String, OMITEMPTY),
        Field::new("message", 2, Type::String, OMITEMPTY),
        Field::new("field", 3, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for StatusCause {
    fn descriptor(&self) -> &'static Descriptor {
        &STATUS_CAUSE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.reason.reflect(),
            1 => self.message.reflect(),
            2 => self.field.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.reason.reflect_mut(),
            1 => self.message.reflect_mut(),
            2 => self.field.reflect_mut(),
            _ => panic!("StatusCause has no field {index}"),
        }
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatusDetails {
    pub name: String,
    pub group: String,
    pub kind: String,
    pub uid: String,
    pub causes: Vec<StatusCause>,
    pub retry_after_seconds: i32,
}

#[doc(hidden)]
pub static STATUS_DETAILS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY),
        Field::new("group", 2, Type::String, OMITEMPTY),
        Field::new("kind", 3, Type::String, OMITEMPTY),
        Field::new("uid", 6, Type::String, OMITEMPTY),
        Field::new("causes", 4, Type::List(&Type::Message(&STATUS_CAUSE)), OMITEMPTY | ATOMIC),
        Field::new("retryAfterSeconds", 5, Type::Int32, OMITEMPTY),
    ],
    &[0, 1, 2, 4, 5, 3],
);

impl Message for StatusDetails {
    fn descriptor(&self) -> &'static Descriptor {
        &STATUS_DETAILS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.group.reflect(),
            2 => self.kind.reflect(),
            3 => self.uid.reflect(),
            4 => self.causes.reflect(),
            5 => self.retry_after_seconds.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.group.reflect_mut(),
            2 => self.kind.reflect_mut(),
            3 => self.uid.reflect_mut(),
            4 => self.causes.reflect_mut(),
            5 => self.retry_after_seconds.reflect_mut(),
            _ => panic!("StatusDetails has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffef | u64::from(!self.causes.is_empty()) << 4
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WatchEvent {
    pub type_: String,
    pub object: RawJson,
}

#[doc(hidden)]
pub static WATCH_EVENT: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent",
    &[Field::new("type", 1, Type::String, REQUIRED), Field::new("object", 2, Type::Raw, REQUIRED)],
    &[0, 1],
)
.root();

impl Message for WatchEvent {
    fn descriptor(&self) -> &'static Descriptor {
        &WATCH_EVENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.object.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.object.reflect_mut(),
            _ => panic!("WatchEvent has no field {index}"),
        }
    }
}

crate::kind!(WatchEvent, "", "v1", "WatchEvent");

crate::message!(Status StatusCause StatusDetails WatchEvent);
