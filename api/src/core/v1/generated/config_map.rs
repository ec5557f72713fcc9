//! config map of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{KEY_TO_PATH, KeyToPath};
use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ConfigMap` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfigMap {
    pub metadata: ObjectMeta,
    pub immutable: Option<bool>,
    pub data: BTreeMap<String, String>,
    pub binary_data: BTreeMap<String, ByteString>,
}

#[doc(hidden)]
pub static CONFIG_MAP: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ConfigMap",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("immutable", 4, Type::Bool, POINTER | OMITEMPTY),
        Field::new("data", 2, Type::Map(&Type::String), OMITEMPTY),
        Field::new("binaryData", 3, Type::Map(&Type::Bytes), OMITEMPTY),
    ],
    &[0, 2, 3, 1],
)
.root();

impl Message for ConfigMap {
    fn descriptor(&self) -> &'static Descriptor {
        &CONFIG_MAP
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.immutable.reflect(),
            2 => self.data.reflect(),
            3 => self.binary_data.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.immutable.reflect_mut(),
            2 => self.data.reflect_mut(),
            3 => self.binary_data.reflect_mut(),
            _ => panic!("ConfigMap has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(self.immutable.is_some()) << 1
            | u64::from(!self.data.is_empty()) << 2
            | u64::from(!self.binary_data.is_empty()) << 3
    }
}

bowline_apimachinery::resource!(ConfigMap, "", "v1", "ConfigMap", "configmaps", Namespaced);

/// `io.k8s.api.core.v1.ConfigMapEnvSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfigMapEnvSource {
    /// Default: `""`.
    pub name: String,
    pub optional: Option<bool>,
}

#[doc(hidden)]
pub static CONFIG_MAP_ENV_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ConfigMapEnvSource",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY).via(&[1]).default("\"\""),
        Field::new("optional", 2, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ConfigMapEnvSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CONFIG_MAP_ENV_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.optional.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.optional.reflect_mut(),
            _ => panic!("ConfigMapEnvSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.optional.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.ConfigMapProjection`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfigMapProjection {
    /// Default: `""`.
    pub name: String,
    pub items: Vec<KeyToPath>,
    pub optional: Option<bool>,
}

#[doc(hidden)]
pub static CONFIG_MAP_PROJECTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ConfigMapProjection",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY).via(&[1]).default("\"\""),
        Field::new("items", 2, Type::List(&Type::Message(&KEY_TO_PATH)), OMITEMPTY | ATOMIC),
        Field::new("optional", 4, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for ConfigMapProjection {
    fn descriptor(&self) -> &'static Descriptor {
        &CONFIG_MAP_PROJECTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.items.reflect(),
            2 => self.optional.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.items.reflect_mut(),
            2 => self.optional.reflect_mut(),
            _ => panic!("ConfigMapProjection has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(!self.items.is_empty()) << 1
            | u64::from(self.optional.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.ConfigMapVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfigMapVolumeSource {
    /// Default: `""`.
    pub name: String,
    pub items: Vec<KeyToPath>,
    pub default_mode: Option<i32>,
    pub optional: Option<bool>,
}

#[doc(hidden)]
pub static CONFIG_MAP_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ConfigMapVolumeSource",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY).via(&[1]).default("\"\""),
        Field::new("items", 2, Type::List(&Type::Message(&KEY_TO_PATH)), OMITEMPTY | ATOMIC),
        Field::new("defaultMode", 3, Type::Int32, POINTER | OMITEMPTY),
        Field::new("optional", 4, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for ConfigMapVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CONFIG_MAP_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.items.reflect(),
            2 => self.default_mode.reflect(),
            3 => self.optional.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.items.reflect_mut(),
            2 => self.default_mode.reflect_mut(),
            3 => self.optional.reflect_mut(),
            _ => panic!("ConfigMapVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(!self.items.is_empty()) << 1
            | u64::from(self.default_mode.is_some()) << 2
            | u64::from(self.optional.is_some()) << 3
    }
}

bowline_apimachinery::message!(ConfigMap ConfigMapEnvSource ConfigMapProjection ConfigMapVolumeSource);
