//! node proxy options of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `NodeProxyOptions` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeProxyOptions {
    pub path: String,
}

#[doc(hidden)]
pub static NODE_PROXY_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeProxyOptions",
    &[Field::new("path", 1, Type::String, OMITEMPTY)],
    &[0],
)
.root();

impl Message for NodeProxyOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_PROXY_OPTIONS
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
            _ => panic!("NodeProxyOptions has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(NodeProxyOptions, "", "v1", "NodeProxyOptions");

bowline_apimachinery::message!(NodeProxyOptions);
