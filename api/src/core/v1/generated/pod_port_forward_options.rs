//! pod port forward options of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `PodPortForwardOptions` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodPortForwardOptions {
    pub ports: Vec<i32>,
}

#[doc(hidden)]
pub static POD_PORT_FORWARD_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodPortForwardOptions",
    &[Field::new("ports", 1, Type::List(&Type::Int32), OMITEMPTY | ATOMIC)],
    &[0],
)
.root();

impl Message for PodPortForwardOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_PORT_FORWARD_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ports.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ports.reflect_mut(),
            _ => panic!("PodPortForwardOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.ports.is_empty())
    }
}

bowline_apimachinery::kind!(PodPortForwardOptions, "", "v1", "PodPortForwardOptions");

bowline_apimachinery::message!(PodPortForwardOptions);
