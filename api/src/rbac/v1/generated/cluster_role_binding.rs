//! cluster role binding of rbac.authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{ROLE_REF, RoleRef, SUBJECT, Subject};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ClusterRoleBinding` of `rbac.authorization.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterRoleBinding {
    pub metadata: ObjectMeta,
    pub subjects: Vec<Subject>,
    pub role_ref: RoleRef,
}

#[doc(hidden)]
pub static CLUSTER_ROLE_BINDING: Descriptor = Descriptor::new(
    "io.k8s.api.rbac.v1.ClusterRoleBinding",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("subjects", 2, Type::List(&Type::Message(&SUBJECT)), OMITEMPTY | ATOMIC),
        Field::new("roleRef", 3, Type::Message(&ROLE_REF), REQUIRED),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ClusterRoleBinding {
    fn descriptor(&self) -> &'static Descriptor {
        &CLUSTER_ROLE_BINDING
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
            _ => panic!("ClusterRoleBinding has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.subjects.is_empty()) << 1
    }
}

bowline_apimachinery::resource!(
    ClusterRoleBinding,
    "rbac.authorization.k8s.io",
    "v1",
    "ClusterRoleBinding",
    "clusterrolebindings",
    Cluster
);

bowline_apimachinery::message!(ClusterRoleBinding);
