//! device class of resource.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    DEVICE_SELECTOR, DeviceSelector, OPAQUE_DEVICE_CONFIGURATION, OpaqueDeviceConfiguration,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `DeviceClass` of `resource.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceClass {
    pub metadata: ObjectMeta,
    pub spec: DeviceClassSpec,
}

#[doc(hidden)]
pub static DEVICE_CLASS: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceClass",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&DEVICE_CLASS_SPEC), REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for DeviceClass {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_CLASS
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
            _ => panic!("DeviceClass has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    DeviceClass,
    "resource.k8s.io",
    "v1",
    "DeviceClass",
    "deviceclasses",
    Cluster
);

/// `io.k8s.api.resource.v1.DeviceClassConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceClassConfiguration {
    pub opaque: Option<Box<OpaqueDeviceConfiguration>>,
}

#[doc(hidden)]
pub static DEVICE_CLASS_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceClassConfiguration",
    &[Field::new("opaque", 1, Type::Message(&OPAQUE_DEVICE_CONFIGURATION), POINTER | OMITEMPTY)
        .via(&[1])],
    &[0],
);

impl Message for DeviceClassConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_CLASS_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.opaque.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.opaque.reflect_mut(),
            _ => panic!("DeviceClassConfiguration has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.opaque.is_some())
    }
}

/// `io.k8s.api.resource.v1.DeviceClassSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceClassSpec {
    pub selectors: Vec<DeviceSelector>,
    pub config: Vec<DeviceClassConfiguration>,
    pub extended_resource_name: Option<String>,
}

#[doc(hidden)]
pub static DEVICE_CLASS_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceClassSpec",
    &[
        Field::new(
            "selectors",
            1,
            Type::List(&Type::Message(&DEVICE_SELECTOR)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "config",
            2,
            Type::List(&Type::Message(&DEVICE_CLASS_CONFIGURATION)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("extendedResourceName", 4, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for DeviceClassSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_CLASS_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.selectors.reflect(),
            1 => self.config.reflect(),
            2 => self.extended_resource_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.selectors.reflect_mut(),
            1 => self.config.reflect_mut(),
            2 => self.extended_resource_name.reflect_mut(),
            _ => panic!("DeviceClassSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.selectors.is_empty())
            | u64::from(!self.config.is_empty()) << 1
            | u64::from(self.extended_resource_name.is_some()) << 2
    }
}

bowline_apimachinery::message!(DeviceClass DeviceClassConfiguration DeviceClassSpec);
