//! ingress class of networking.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `IngressClass` of `networking.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressClass {
    pub metadata: ObjectMeta,
    pub spec: IngressClassSpec,
}

#[doc(hidden)]
pub static INGRESS_CLASS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.IngressClass",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&INGRESS_CLASS_SPEC), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for IngressClass {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_CLASS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            _ => panic!("IngressClass has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    IngressClass,
    "networking.k8s.io",
    "v1",
    "IngressClass",
    "ingressclasses",
    Cluster
);

/// `io.k8s.api.networking.v1.IngressClassParametersReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressClassParametersReference {
    pub api_group: Option<String>,
    pub kind: String,
    pub name: String,
    pub scope: Option<String>,
    pub namespace: Option<String>,
}

#[doc(hidden)]
pub static INGRESS_CLASS_PARAMETERS_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.IngressClassParametersReference",
    &[
        Field::new("apiGroup", 1, Type::String, POINTER | OMITEMPTY),
        Field::new("kind", 2, Type::String, REQUIRED),
        Field::new("name", 3, Type::String, REQUIRED),
        Field::new("scope", 4, Type::String, POINTER),
        Field::new("namespace", 5, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for IngressClassParametersReference {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_CLASS_PARAMETERS_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_group.reflect(),
            1 => self.kind.reflect(),
            2 => self.name.reflect(),
            3 => self.scope.reflect(),
            4 => self.namespace.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_group.reflect_mut(),
            1 => self.kind.reflect_mut(),
            2 => self.name.reflect_mut(),
            3 => self.scope.reflect_mut(),
            4 => self.namespace.reflect_mut(),
            _ => panic!("IngressClassParametersReference has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe6
            | u64::from(self.api_group.is_some())
            | u64::from(self.scope.is_some()) << 3
            | u64::from(self.namespace.is_some()) << 4
    }
}

/// `io.k8s.api.networking.v1.IngressClassSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressClassSpec {
    pub controller: String,
    pub parameters: Option<Box<IngressClassParametersReference>>,
}

#[doc(hidden)]
pub static INGRESS_CLASS_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.IngressClassSpec",
    &[
        Field::new("controller", 1, Type::String, OMITEMPTY),
        Field::new(
            "parameters",
            2,
            Type::Message(&INGRESS_CLASS_PARAMETERS_REFERENCE),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for IngressClassSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_CLASS_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.controller.reflect(),
            1 => self.parameters.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.controller.reflect_mut(),
            1 => self.parameters.reflect_mut(),
            _ => panic!("IngressClassSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.parameters.is_some()) << 1
    }
}

bowline_apimachinery::message!(IngressClass IngressClassParametersReference IngressClassSpec);
