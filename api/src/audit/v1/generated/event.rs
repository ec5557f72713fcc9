//! event of audit.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::authentication::v1::{USER_INFO, UserInfo};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{STATUS, Status};
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::MicroTime;

/// `Event` of `audit.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    pub level: Level,
    pub audit_id: String,
    pub stage: Stage,
    pub request_uri: String,
    pub verb: String,
    pub user: UserInfo,
    pub impersonated_user: Option<Box<UserInfo>>,
    pub authentication_metadata: Option<AuthenticationMetadata>,
    pub source_ips: Vec<String>,
    pub user_agent: String,
    pub object_ref: Option<Box<ObjectReference>>,
    pub response_status: Option<Box<Status>>,
    pub request_object: Option<RawJson>,
    pub response_object: Option<RawJson>,
    pub request_received_timestamp: Option<MicroTime>,
    pub stage_timestamp: Option<MicroTime>,
    pub annotations: BTreeMap<String, String>,
}

#[doc(hidden)]
pub static EVENT: Descriptor = Descriptor::new(
    "io.k8s.apiserver.pkg.apis.audit.v1.Event",
    &[
        Field::new("level", 1, Type::Enum(Level::VALUES), REQUIRED),
        Field::new("auditID", 2, Type::String, REQUIRED),
        Field::new("stage", 3, Type::Enum(Stage::VALUES), REQUIRED),
        Field::new("requestURI", 4, Type::String, REQUIRED),
        Field::new("verb", 5, Type::String, REQUIRED),
        Field::new("user", 6, Type::Message(&USER_INFO), REQUIRED),
        Field::new("impersonatedUser", 7, Type::Message(&USER_INFO), POINTER | OMITEMPTY),
        Field::new(
            "authenticationMetadata",
            17,
            Type::Message(&AUTHENTICATION_METADATA),
            POINTER | OMITEMPTY,
        ),
        Field::new("sourceIPs", 8, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("userAgent", 16, Type::String, OMITEMPTY),
        Field::new("objectRef", 9, Type::Message(&OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("responseStatus", 10, Type::Message(&STATUS), POINTER | OMITEMPTY),
        Field::new("requestObject", 11, Type::Raw, POINTER | OMITEMPTY),
        Field::new("responseObject", 12, Type::Raw, POINTER | OMITEMPTY),
        Field::new("requestReceivedTimestamp", 13, Type::MicroTime, 0),
        Field::new("stageTimestamp", 14, Type::MicroTime, 0),
        Field::new("annotations", 15, Type::Map(&Type::String), OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 13, 14, 15, 16, 9, 7],
)
.root();

impl Message for Event {
    fn descriptor(&self) -> &'static Descriptor {
        &EVENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.level.reflect(),
            1 => self.audit_id.reflect(),
            2 => self.stage.reflect(),
            3 => self.request_uri.reflect(),
            4 => self.verb.reflect(),
            5 => self.user.reflect(),
            6 => self.impersonated_user.reflect(),
            7 => self.authentication_metadata.reflect(),
            8 => self.source_ips.reflect(),
            9 => self.user_agent.reflect(),
            10 => self.object_ref.reflect(),
            11 => self.response_status.reflect(),
            12 => self.request_object.reflect(),
            13 => self.response_object.reflect(),
            14 => self.request_received_timestamp.reflect(),
            15 => self.stage_timestamp.reflect(),
            16 => self.annotations.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.level.reflect_mut(),
            1 => self.audit_id.reflect_mut(),
            2 => self.stage.reflect_mut(),
            3 => self.request_uri.reflect_mut(),
            4 => self.verb.reflect_mut(),
            5 => self.user.reflect_mut(),
            6 => self.impersonated_user.reflect_mut(),
            7 => self.authentication_metadata.reflect_mut(),
            8 => self.source_ips.reflect_mut(),
            9 => self.user_agent.reflect_mut(),
            10 => self.object_ref.reflect_mut(),
            11 => self.response_status.reflect_mut(),
            12 => self.request_object.reflect_mut(),
            13 => self.response_object.reflect_mut(),
            14 => self.request_received_timestamp.reflect_mut(),
            15 => self.stage_timestamp.reflect_mut(),
            16 => self.annotations.reflect_mut(),
            _ => panic!("Event has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffe023f
            | u64::from(self.impersonated_user.is_some()) << 6
            | u64::from(self.authentication_metadata.is_some()) << 7
            | u64::from(!self.source_ips.is_empty()) << 8
            | u64::from(self.object_ref.is_some()) << 10
            | u64::from(self.response_status.is_some()) << 11
            | u64::from(self.request_object.is_some()) << 12
            | u64::from(self.response_object.is_some()) << 13
            | u64::from(self.request_received_timestamp.is_some()) << 14
            | u64::from(self.stage_timestamp.is_some()) << 15
            | u64::from(!self.annotations.is_empty()) << 16
    }
}

bowline_apimachinery::kind!(Event, "audit.k8s.io", "v1", "Event");

/// `io.k8s.apiserver.pkg.apis.audit.v1.AuthenticationMetadata`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthenticationMetadata {
    pub impersonation_constraint: String,
}

#[doc(hidden)]
pub static AUTHENTICATION_METADATA: Descriptor = Descriptor::new(
    "io.k8s.apiserver.pkg.apis.audit.v1.AuthenticationMetadata",
    &[Field::new("impersonationConstraint", 1, Type::String, OMITEMPTY)],
    &[0],
);

impl Message for AuthenticationMetadata {
    fn descriptor(&self) -> &'static Descriptor {
        &AUTHENTICATION_METADATA
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.impersonation_constraint.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.impersonation_constraint.reflect_mut(),
            _ => panic!("AuthenticationMetadata has no field {index}"),
        }
    }
}

/// `io.k8s.apiserver.pkg.apis.audit.v1.ObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectReference {
    pub resource: String,
    pub namespace: String,
    pub name: String,
    pub uid: String,
    pub api_group: String,
    pub api_version: String,
    pub resource_version: String,
    pub subresource: String,
}

#[doc(hidden)]
pub static OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.apiserver.pkg.apis.audit.v1.ObjectReference",
    &[
        Field::new("resource", 1, Type::String, OMITEMPTY),
        Field::new("namespace", 2, Type::String, OMITEMPTY),
        Field::new("name", 3, Type::String, OMITEMPTY),
        Field::new("uid", 4, Type::String, OMITEMPTY),
        Field::new("apiGroup", 5, Type::String, OMITEMPTY),
        Field::new("apiVersion", 6, Type::String, OMITEMPTY),
        Field::new("resourceVersion", 7, Type::String, OMITEMPTY),
        Field::new("subresource", 8, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for ObjectReference {
    fn descriptor(&self) -> &'static Descriptor {
        &OBJECT_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource.reflect(),
            1 => self.namespace.reflect(),
            2 => self.name.reflect(),
            3 => self.uid.reflect(),
            4 => self.api_group.reflect(),
            5 => self.api_version.reflect(),
            6 => self.resource_version.reflect(),
            7 => self.subresource.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource.reflect_mut(),
            1 => self.namespace.reflect_mut(),
            2 => self.name.reflect_mut(),
            3 => self.uid.reflect_mut(),
            4 => self.api_group.reflect_mut(),
            5 => self.api_version.reflect_mut(),
            6 => self.resource_version.reflect_mut(),
            7 => self.subresource.reflect_mut(),
            _ => panic!("ObjectReference has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `Metadata`, `None`, `Request`, `RequestResponse`.
Level { Metadata = "Metadata", None = "None", Request = "Request", RequestResponse = "RequestResponse" });

bowline_apimachinery::open_enum!(
/// One of `Panic`, `RequestReceived`, `ResponseComplete`, `ResponseStarted`.
Stage { Panic = "Panic", RequestReceived = "RequestReceived", ResponseComplete = "ResponseComplete", ResponseStarted = "ResponseStarted" });

bowline_apimachinery::message!(Event AuthenticationMetadata ObjectReference);
