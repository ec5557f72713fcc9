//! service proxy options of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ServiceProxyOptions` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceProxyOptions {
    pub path: String,
}

#[doc(hidden)]
pub static SERVICE_PROXY_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ServiceProxyOptions",
    &[Field::new("path", 1, Type::String, OMITEMPTY)],
    &[0],
)
.root();

impl Message for ServiceProxyOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_PROXY_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.path.reflect_mut(),
            _ => panic!("ServiceProxyOptions has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(ServiceProxyOptions, "", "v1", "ServiceProxyOptions");

bowline_apimachinery::message!(ServiceProxyOptions);
