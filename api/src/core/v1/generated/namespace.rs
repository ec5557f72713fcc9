//! namespace of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::ConditionStatus;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `Namespace` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Namespace {
    pub metadata: ObjectMeta,
    pub spec: NamespaceSpec,
    pub status: NamespaceStatus,
}

#[doc(hidden)]
pub static NAMESPACE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Namespace",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&NAMESPACE_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&NAMESPACE_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for Namespace {
    fn descriptor(&self) -> &'static Descriptor {
        &NAMESPACE
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
            _ => panic!("Namespace has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(Namespace, "", "v1", "Namespace", "namespaces", Cluster);

/// `io.k8s.api.core.v1.NamespaceCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamespaceCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static NAMESPACE_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NamespaceCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastTransitionTime", 4, Type::Time, OMITEMPTY),
        Field::new("reason", 5, Type::String, OMITEMPTY),
        Field::new("message", 6, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for NamespaceCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &NAMESPACE_CONDITION
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
            _ => panic!("NamespaceCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.NamespaceSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamespaceSpec {
    pub finalizers: Vec<String>,
}

#[doc(hidden)]
pub static NAMESPACE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NamespaceSpec",
    &[Field::new("finalizers", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC)],
    &[0],
);

impl Message for NamespaceSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &NAMESPACE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.finalizers.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.finalizers.reflect_mut(),
            _ => panic!("NamespaceSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.finalizers.is_empty())
    }
}

/// `io.k8s.api.core.v1.NamespaceStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamespaceStatus {
    pub phase: NamespacePhase,
    /// List, one item per `type`.
    pub conditions: Vec<NamespaceCondition>,
}

#[doc(hidden)]
pub static NAMESPACE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NamespaceStatus",
    &[
        Field::new("phase", 1, Type::Enum(NamespacePhase::VALUES), OMITEMPTY),
        Field::new(
            "conditions",
            2,
            Type::List(&Type::Message(&NAMESPACE_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[0, 1],
);

impl Message for NamespaceStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &NAMESPACE_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.phase.reflect(),
            1 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.phase.reflect_mut(),
            1 => self.conditions.reflect_mut(),
            _ => panic!("NamespaceStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.conditions.is_empty()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `Active`, `Terminating`.
NamespacePhase { Active = "Active", Terminating = "Terminating" });

bowline_apimachinery::message!(Namespace NamespaceCondition NamespaceSpec NamespaceStatus);
