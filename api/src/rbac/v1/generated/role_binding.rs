//! role binding of rbac.authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `RoleBinding` of `rbac.authorization.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoleBinding {
    pub metadata: ObjectMeta,
    pub subjects: Vec<Subject>,
    pub role_ref: RoleRef,
}

#[doc(hidden)]
pub static ROLE_BINDING: Descriptor = Descriptor::new(
    "io.k8s.api.rbac.v1.RoleBinding",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("subjects", 2, Type::List(&Type::Message(&SUBJECT)), OMITEMPTY | ATOMIC),
        Field::new("roleRef", 3, Type::Message(&ROLE_REF), REQUIRED),
    ],
    &[0, 1, 2],
)
.root();

impl Message for RoleBinding {
    fn descriptor(&self) -> &'static Descriptor {
        &ROLE_BINDING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.subjects.reflect(),
            2 => self.role_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.subjects.reflect_mut(),
            2 => self.role_ref.reflect_mut(),
            _ => panic!("RoleBinding has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.subjects.is_empty()) << 1
    }
}

bowline_apimachinery::resource!(
    RoleBinding,
    "rbac.authorization.k8s.io",
    "v1",
    "RoleBinding",
    "rolebindings",
    Namespaced
);

/// `io.k8s.api.rbac.v1.RoleRef`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoleRef {
    pub api_group: String,
    pub kind: String,
    pub name: String,
}

#[doc(hidden)]
pub static ROLE_REF: Descriptor = Descriptor::new(
    "io.k8s.api.rbac.v1.RoleRef",
    &[
        Field::new("apiGroup", 1, Type::String, 0),
        Field::new("kind", 2, Type::String, REQUIRED),
        Field::new("name", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
)
.atomic();

impl Message for RoleRef {
    fn descriptor(&self) -> &'static Descriptor {
        &ROLE_REF
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_group.reflect(),
            1 => self.kind.reflect(),
            2 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_group.reflect_mut(),
            1 => self.kind.reflect_mut(),
            2 => self.name.reflect_mut(),
            _ => panic!("RoleRef has no field {index}"),
        }
    }
}

/// `io.k8s.api.rbac.v1.Subject`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    pub kind: String,
    pub api_group: String,
    pub name: String,
    pub namespace: String,
}

#[doc(hidden)]
pub static SUBJECT: Descriptor = Descriptor::new(
    "io.k8s.api.rbac.v1.Subject",
    &[
        Field::new("kind", 1, Type::String, REQUIRED),
        Field::new("apiGroup", 2, Type::String, OMITEMPTY),
        Field::new("name", 3, Type::String, REQUIRED),
        Field::new("namespace", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
)
.atomic();

impl Message for Subject {
    fn descriptor(&self) -> &'static Descriptor {
        &SUBJECT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.kind.reflect(),
            1 => self.api_group.reflect(),
            2 => self.name.reflect(),
            3 => self.namespace.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.kind.reflect_mut(),
            1 => self.api_group.reflect_mut(),
            2 => self.name.reflect_mut(),
            3 => self.namespace.reflect_mut(),
            _ => panic!("Subject has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(RoleBinding RoleRef Subject);
