//! api service of apiregistration.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `APIService` of `apiregistration.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIService {
    pub metadata: ObjectMeta,
    pub spec: APIServiceSpec,
    pub status: APIServiceStatus,
}

#[doc(hidden)]
pub static API_SERVICE: Descriptor = Descriptor::new(
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&API_SERVICE_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&API_SERVICE_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for APIService {
    fn descriptor(&self) -> &'static Descriptor {
        &API_SERVICE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            2 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            2 => self.status.reflect_mut(),
            _ => panic!("APIService has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    APIService,
    "apiregistration.k8s.io",
    "v1",
    "APIService",
    "apiservices",
    Cluster
);

/// `io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIServiceCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static API_SERVICE_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for APIServiceCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &API_SERVICE_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.last_transition_time.reflect(),
            3 => self.reason.reflect(),
            4 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.last_transition_time.reflect_mut(),
            3 => self.reason.reflect_mut(),
            4 => self.message.reflect_mut(),
            _ => panic!("APIServiceCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIServiceSpec {
    pub service: Option<Box<ServiceReference>>,
    pub group: String,
    pub version: String,
    pub insecure_skip_tls_verify: bool,
    pub ca_bundle: ByteString,
    pub group_priority_minimum: i32,
    pub version_priority: i32,
}

#[doc(hidden)]
pub static API_SERVICE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec",
    &[
        Field::new("service", 1, Type::Message(&SERVICE_REFERENCE), POINTER | OMITEMPTY),
        Field::new("group", 2, Type::String, OMITEMPTY),
        Field::new("version", 3, Type::String, OMITEMPTY),
        Field::new("insecureSkipTLSVerify", 4, Type::Bool, OMITEMPTY),
        Field::new("caBundle", 5, Type::Bytes, OMITEMPTY | ATOMIC),
        Field::new("groupPriorityMinimum", 7, Type::Int32, REQUIRED),
        Field::new("versionPriority", 8, Type::Int32, REQUIRED),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for APIServiceSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &API_SERVICE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.service.reflect(),
            1 => self.group.reflect(),
            2 => self.version.reflect(),
            3 => self.insecure_skip_tls_verify.reflect(),
            4 => self.ca_bundle.reflect(),
            5 => self.group_priority_minimum.reflect(),
            6 => self.version_priority.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.service.reflect_mut(),
            1 => self.group.reflect_mut(),
            2 => self.version.reflect_mut(),
            3 => self.insecure_skip_tls_verify.reflect_mut(),
            4 => self.ca_bundle.reflect_mut(),
            5 => self.group_priority_minimum.reflect_mut(),
            6 => self.version_priority.reflect_mut(),
            _ => panic!("APIServiceSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.service.is_some())
    }
}

/// `io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIServiceStatus {
    /// List, one item per `type`.
    pub conditions: Vec<APIServiceCondition>,
}

#[doc(hidden)]
pub static API_SERVICE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus",
    &[Field::new(
        "conditions",
        1,
        Type::List(&Type::Message(&API_SERVICE_CONDITION)),
        OMITEMPTY | LIST_MAP | PATCH_MERGE,
    )
    .keys(&["type"])
    .merge_key("type")],
    &[0],
);

impl Message for APIServiceStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &API_SERVICE_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            _ => panic!("APIServiceStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.conditions.is_empty())
    }
}

/// `io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceReference {
    pub namespace: String,
    pub name: String,
    pub port: Option<i32>,
}

#[doc(hidden)]
pub static SERVICE_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference",
    &[
        Field::new("namespace", 1, Type::String, OMITEMPTY),
        Field::new("name", 2, Type::String, OMITEMPTY),
        Field::new("port", 3, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for ServiceReference {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.namespace.reflect(),
            1 => self.name.reflect(),
            2 => self.port.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.namespace.reflect_mut(),
            1 => self.name.reflect_mut(),
            2 => self.port.reflect_mut(),
            _ => panic!("ServiceReference has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.port.is_some()) << 2
    }
}

bowline_apimachinery::open_enum!(
/// One of `False`, `True`, `Unknown`.
ConditionStatus { False = "False", True = "True", Unknown = "Unknown" });

bowline_apimachinery::message!(APIService APIServiceCondition APIServiceSpec APIServiceStatus ServiceReference);
