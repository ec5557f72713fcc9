//! reference of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.ConfigMapKeySelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfigMapKeySelector {
    /// Default: `""`.
    pub name: String,
    pub key: String,
    pub optional: Option<bool>,
}

#[doc(hidden)]
pub static CONFIG_MAP_KEY_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ConfigMapKeySelector",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY).via(&[1]).default("\"\""),
        Field::new("key", 2, Type::String, REQUIRED),
        Field::new("optional", 3, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
)
.atomic();

impl Message for ConfigMapKeySelector {
    fn descriptor(&self) -> &'static Descriptor {
        &CONFIG_MAP_KEY_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.key.reflect(),
            2 => self.optional.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.key.reflect_mut(),
            2 => self.optional.reflect_mut(),
            _ => panic!("ConfigMapKeySelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.optional.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.LocalObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalObjectReference {
    /// Default: `""`.
    pub name: String,
}

#[doc(hidden)]
pub static LOCAL_OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LocalObjectReference",
    &[Field::new("name", 1, Type::String, OMITEMPTY).default("\"\"")],
    &[0],
)
.atomic();

impl Message for LocalObjectReference {
    fn descriptor(&self) -> &'static Descriptor {
        &LOCAL_OBJECT_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            _ => panic!("LocalObjectReference has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ObjectFieldSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectFieldSelector {
    pub api_version: String,
    pub field_path: String,
}

#[doc(hidden)]
pub static OBJECT_FIELD_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ObjectFieldSelector",
    &[
        Field::new("apiVersion", 1, Type::String, OMITEMPTY),
        Field::new("fieldPath", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
)
.atomic();

impl Message for ObjectFieldSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &OBJECT_FIELD_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_version.reflect(),
            1 => self.field_path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_version.reflect_mut(),
            1 => self.field_path.reflect_mut(),
            _ => panic!("ObjectFieldSelector has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectReference {
    pub kind: String,
    pub namespace: String,
    pub name: String,
    pub uid: String,
    pub api_version: String,
    pub resource_version: String,
    pub field_path: String,
}

#[doc(hidden)]
pub static OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ObjectReference",
    &[
        Field::new("kind", 1, Type::String, OMITEMPTY),
        Field::new("namespace", 2, Type::String, OMITEMPTY),
        Field::new("name", 3, Type::String, OMITEMPTY),
        Field::new("uid", 4, Type::String, OMITEMPTY),
        Field::new("apiVersion", 5, Type::String, OMITEMPTY),
        Field::new("resourceVersion", 6, Type::String, OMITEMPTY),
        Field::new("fieldPath", 7, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
)
.atomic();

impl Message for ObjectReference {
    fn descriptor(&self) -> &'static Descriptor {
        &OBJECT_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.kind.reflect(),
            1 => self.namespace.reflect(),
            2 => self.name.reflect(),
            3 => self.uid.reflect(),
            4 => self.api_version.reflect(),
            5 => self.resource_version.reflect(),
            6 => self.field_path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.kind.reflect_mut(),
            1 => self.namespace.reflect_mut(),
            2 => self.name.reflect_mut(),
            3 => self.uid.reflect_mut(),
            4 => self.api_version.reflect_mut(),
            5 => self.resource_version.reflect_mut(),
            6 => self.field_path.reflect_mut(),
            _ => panic!("ObjectReference has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ResourceFieldSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceFieldSelector {
    pub container_name: String,
    pub resource: String,
    pub divisor: Quantity,
}

#[doc(hidden)]
pub static RESOURCE_FIELD_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ResourceFieldSelector",
    &[
        Field::new("containerName", 1, Type::String, OMITEMPTY),
        Field::new("resource", 2, Type::String, REQUIRED),
        Field::new("divisor", 3, Type::Quantity, OMITEMPTY),
    ],
    &[0, 1, 2],
)
.atomic();

impl Message for ResourceFieldSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_FIELD_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.container_name.reflect(),
            1 => self.resource.reflect(),
            2 => self.divisor.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.container_name.reflect_mut(),
            1 => self.resource.reflect_mut(),
            2 => self.divisor.reflect_mut(),
            _ => panic!("ResourceFieldSelector has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.SecretKeySelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecretKeySelector {
    /// Default: `""`.
    pub name: String,
    pub key: String,
    pub optional: Option<bool>,
}

#[doc(hidden)]
pub static SECRET_KEY_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.SecretKeySelector",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY).via(&[1]).default("\"\""),
        Field::new("key", 2, Type::String, REQUIRED),
        Field::new("optional", 3, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
)
.atomic();

impl Message for SecretKeySelector {
    fn descriptor(&self) -> &'static Descriptor {
        &SECRET_KEY_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.key.reflect(),
            2 => self.optional.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.key.reflect_mut(),
            2 => self.optional.reflect_mut(),
            _ => panic!("SecretKeySelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.optional.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.TypedLocalObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedLocalObjectReference {
    pub api_group: Option<String>,
    pub kind: String,
    pub name: String,
}

#[doc(hidden)]
pub static TYPED_LOCAL_OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.TypedLocalObjectReference",
    &[
        Field::new("apiGroup", 1, Type::String, POINTER),
        Field::new("kind", 2, Type::String, REQUIRED),
        Field::new("name", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
)
.atomic();

impl Message for TypedLocalObjectReference {
    fn descriptor(&self) -> &'static Descriptor {
        &TYPED_LOCAL_OBJECT_REFERENCE
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
            _ => panic!("TypedLocalObjectReference has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.api_group.is_some())
    }
}

/// `io.k8s.api.core.v1.TypedObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedObjectReference {
    pub api_group: Option<String>,
    pub kind: String,
    pub name: String,
    pub namespace: Option<String>,
}

#[doc(hidden)]
pub static TYPED_OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.TypedObjectReference",
    &[
        Field::new("apiGroup", 1, Type::String, POINTER),
        Field::new("kind", 2, Type::String, REQUIRED),
        Field::new("name", 3, Type::String, REQUIRED),
        Field::new("namespace", 4, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for TypedObjectReference {
    fn descriptor(&self) -> &'static Descriptor {
        &TYPED_OBJECT_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_group.reflect(),
            1 => self.kind.reflect(),
            2 => self.name.reflect(),
            3 => self.namespace.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_group.reflect_mut(),
            1 => self.kind.reflect_mut(),
            2 => self.name.reflect_mut(),
            3 => self.namespace.reflect_mut(),
            _ => panic!("TypedObjectReference has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff6
            | u64::from(self.api_group.is_some())
            | u64::from(self.namespace.is_some()) << 3
    }
}

bowline_apimachinery::message!(ConfigMapKeySelector LocalObjectReference ObjectFieldSelector ObjectReference ResourceFieldSelector SecretKeySelector TypedLocalObjectReference TypedObjectReference);
