//! environment of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    CONFIG_MAP_ENV_SOURCE, CONFIG_MAP_KEY_SELECTOR, ConfigMapEnvSource, ConfigMapKeySelector,
    OBJECT_FIELD_SELECTOR, ObjectFieldSelector, RESOURCE_FIELD_SELECTOR, ResourceFieldSelector,
    SECRET_ENV_SOURCE, SECRET_KEY_SELECTOR, SecretEnvSource, SecretKeySelector,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.EnvFromSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnvFromSource {
    pub prefix: String,
    pub config_map_ref: Option<ConfigMapEnvSource>,
    pub secret_ref: Option<SecretEnvSource>,
}

#[doc(hidden)]
pub static ENV_FROM_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EnvFromSource",
    &[
        Field::new("prefix", 1, Type::String, OMITEMPTY),
        Field::new("configMapRef", 2, Type::Message(&CONFIG_MAP_ENV_SOURCE), POINTER | OMITEMPTY),
        Field::new("secretRef", 3, Type::Message(&SECRET_ENV_SOURCE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for EnvFromSource {
    fn descriptor(&self) -> &'static Descriptor {
        &ENV_FROM_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.prefix.reflect(),
            1 => self.config_map_ref.reflect(),
            2 => self.secret_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.prefix.reflect_mut(),
            1 => self.config_map_ref.reflect_mut(),
            2 => self.secret_ref.reflect_mut(),
            _ => panic!("EnvFromSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.config_map_ref.is_some()) << 1
            | u64::from(self.secret_ref.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.EnvVar`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnvVar {
    pub name: String,
    pub value: String,
    pub value_from: Option<EnvVarSource>,
}

#[doc(hidden)]
pub static ENV_VAR: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EnvVar",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("value", 2, Type::String, OMITEMPTY),
        Field::new("valueFrom", 3, Type::Message(&ENV_VAR_SOURCE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for EnvVar {
    fn descriptor(&self) -> &'static Descriptor {
        &ENV_VAR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.value.reflect(),
            2 => self.value_from.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.value.reflect_mut(),
            2 => self.value_from.reflect_mut(),
            _ => panic!("EnvVar has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.value_from.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.EnvVarSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnvVarSource {
    pub field_ref: Option<Box<ObjectFieldSelector>>,
    pub resource_field_ref: Option<Box<ResourceFieldSelector>>,
    pub config_map_key_ref: Option<Box<ConfigMapKeySelector>>,
    pub secret_key_ref: Option<Box<SecretKeySelector>>,
    pub file_key_ref: Option<Box<FileKeySelector>>,
}

#[doc(hidden)]
pub static ENV_VAR_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EnvVarSource",
    &[
        Field::new("fieldRef", 1, Type::Message(&OBJECT_FIELD_SELECTOR), POINTER | OMITEMPTY),
        Field::new(
            "resourceFieldRef",
            2,
            Type::Message(&RESOURCE_FIELD_SELECTOR),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "configMapKeyRef",
            3,
            Type::Message(&CONFIG_MAP_KEY_SELECTOR),
            POINTER | OMITEMPTY,
        ),
        Field::new("secretKeyRef", 4, Type::Message(&SECRET_KEY_SELECTOR), POINTER | OMITEMPTY),
        Field::new("fileKeyRef", 5, Type::Message(&FILE_KEY_SELECTOR), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for EnvVarSource {
    fn descriptor(&self) -> &'static Descriptor {
        &ENV_VAR_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.field_ref.reflect(),
            1 => self.resource_field_ref.reflect(),
            2 => self.config_map_key_ref.reflect(),
            3 => self.secret_key_ref.reflect(),
            4 => self.file_key_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.field_ref.reflect_mut(),
            1 => self.resource_field_ref.reflect_mut(),
            2 => self.config_map_key_ref.reflect_mut(),
            3 => self.secret_key_ref.reflect_mut(),
            4 => self.file_key_ref.reflect_mut(),
            _ => panic!("EnvVarSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe0
            | u64::from(self.field_ref.is_some())
            | u64::from(self.resource_field_ref.is_some()) << 1
            | u64::from(self.config_map_key_ref.is_some()) << 2
            | u64::from(self.secret_key_ref.is_some()) << 3
            | u64::from(self.file_key_ref.is_some()) << 4
    }
}

/// `io.k8s.api.core.v1.FileKeySelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileKeySelector {
    pub volume_name: String,
    pub path: String,
    pub key: String,
    /// Default: `false`.
    pub optional: Option<bool>,
}

#[doc(hidden)]
pub static FILE_KEY_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.FileKeySelector",
    &[
        Field::new("volumeName", 1, Type::String, REQUIRED),
        Field::new("path", 2, Type::String, REQUIRED),
        Field::new("key", 3, Type::String, REQUIRED),
        Field::new("optional", 4, Type::Bool, POINTER | OMITEMPTY).default("false"),
    ],
    &[0, 1, 2, 3],
)
.atomic();

impl Message for FileKeySelector {
    fn descriptor(&self) -> &'static Descriptor {
        &FILE_KEY_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.volume_name.reflect(),
            1 => self.path.reflect(),
            2 => self.key.reflect(),
            3 => self.optional.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.volume_name.reflect_mut(),
            1 => self.path.reflect_mut(),
            2 => self.key.reflect_mut(),
            3 => self.optional.reflect_mut(),
            _ => panic!("FileKeySelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.optional.is_some()) << 3
    }
}

bowline_apimachinery::message!(EnvFromSource EnvVar EnvVarSource FileKeySelector);
