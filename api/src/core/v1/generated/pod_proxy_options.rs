//! pod proxy options of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `PodProxyOptions` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodProxyOptions {
    pub path: String,
}

#[doc(hidden)]
pub static POD_PROXY_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodProxyOptions",
    &[Field::new("path", 1, Type::String, OMITEMPTY)],
    &[0],
)
.root();

impl Message for PodProxyOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_PROXY_OPTIONS
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
            _ => panic!("PodProxyOptions has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(PodProxyOptions, "", "v1", "PodProxyOptions");

bowline_apimachinery::message!(PodProxyOptions);
