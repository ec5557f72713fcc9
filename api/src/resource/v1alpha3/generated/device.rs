//! device of resource.k8s.io/v1alpha3. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.resource.v1alpha3.CELDeviceSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CELDeviceSelector {
    pub expression: String,
}

#[doc(hidden)]
pub static CEL_DEVICE_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1alpha3.CELDeviceSelector",
    &[Field::new("expression", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for CELDeviceSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &CEL_DEVICE_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.expression.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.expression.reflect_mut(),
            _ => panic!("CELDeviceSelector has no field {index}"),
        }
    }
}

/// `io.k8s.api.resource.v1alpha3.DeviceSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceSelector {
    pub cel: Option<CELDeviceSelector>,
}

#[doc(hidden)]
pub static DEVICE_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1alpha3.DeviceSelector",
    &[Field::new("cel", 1, Type::Message(&CEL_DEVICE_SELECTOR), POINTER | OMITEMPTY)],
    &[0],
);

impl Message for DeviceSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.cel.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.cel.reflect_mut(),
            _ => panic!("DeviceSelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.cel.is_some())
    }
}

bowline_apimachinery::message!(CELDeviceSelector DeviceSelector);
