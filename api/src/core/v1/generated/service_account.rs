//! service account of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{LOCAL_OBJECT_REFERENCE, LocalObjectReference, OBJECT_REFERENCE, ObjectReference};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ServiceAccount` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceAccount {
    pub metadata: ObjectMeta,
    /// List, one item per `name`.
    pub secrets: Vec<ObjectReference>,
    pub image_pull_secrets: Vec<LocalObjectReference>,
    pub automount_service_account_token: Option<bool>,
}

#[doc(hidden)]
pub static SERVICE_ACCOUNT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ServiceAccount",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new(
            "secrets",
            2,
            Type::List(&Type::Message(&OBJECT_REFERENCE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new(
            "imagePullSecrets",
            3,
            Type::List(&Type::Message(&LOCAL_OBJECT_REFERENCE)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("automountServiceAccountToken", 4, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
)
.root();

impl Message for ServiceAccount {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_ACCOUNT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.secrets.reflect(),
            2 => self.image_pull_secrets.reflect(),
            3 => self.automount_service_account_token.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.secrets.reflect_mut(),
            2 => self.image_pull_secrets.reflect_mut(),
            3 => self.automount_service_account_token.reflect_mut(),
            _ => panic!("ServiceAccount has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(!self.secrets.is_empty()) << 1
            | u64::from(!self.image_pull_secrets.is_empty()) << 2
            | u64::from(self.automount_service_account_token.is_some()) << 3
    }
}

bowline_apimachinery::resource!(
    ServiceAccount,
    "",
    "v1",
    "ServiceAccount",
    "serviceaccounts",
    Namespaced
);

bowline_apimachinery::message!(ServiceAccount);
