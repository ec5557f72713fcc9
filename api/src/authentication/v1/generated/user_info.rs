//! user info of authentication.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.authentication.v1.UserInfo`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserInfo {
    pub username: String,
    pub uid: String,
    pub groups: Vec<String>,
    pub extra: BTreeMap<String, Vec<String>>,
}

#[doc(hidden)]
pub static USER_INFO: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.UserInfo",
    &[
        Field::new("username", 1, Type::String, OMITEMPTY),
        Field::new("uid", 2, Type::String, OMITEMPTY),
        Field::new("groups", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("extra", 4, Type::Map(&Type::List(&Type::String)), OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for UserInfo {
    fn descriptor(&self) -> &'static Descriptor {
        &USER_INFO
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.username.reflect(),
            1 => self.uid.reflect(),
            2 => self.groups.reflect(),
            3 => self.extra.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.username.reflect_mut(),
            1 => self.uid.reflect_mut(),
            2 => self.groups.reflect_mut(),
            3 => self.extra.reflect_mut(),
            _ => panic!("UserInfo has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(!self.groups.is_empty()) << 2
            | u64::from(!self.extra.is_empty()) << 3
    }
}

bowline_apimachinery::message!(UserInfo);
