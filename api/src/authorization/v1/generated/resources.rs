//! resources of authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    FIELD_SELECTOR_ATTRIBUTES, FieldSelectorAttributes, LABEL_SELECTOR_ATTRIBUTES,
    LabelSelectorAttributes,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.authorization.v1.ResourceAttributes`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceAttributes {
    pub namespace: String,
    pub verb: String,
    pub group: String,
    pub version: String,
    pub resource: String,
    pub subresource: String,
    pub name: String,
    pub field_selector: Option<Box<FieldSelectorAttributes>>,
    pub label_selector: Option<Box<LabelSelectorAttributes>>,
}

#[doc(hidden)]
pub static RESOURCE_ATTRIBUTES: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.ResourceAttributes",
    &[
        Field::new("namespace", 1, Type::String, OMITEMPTY),
        Field::new("verb", 2, Type::String, OMITEMPTY),
        Field::new("group", 3, Type::String, OMITEMPTY),
        Field::new("version", 4, Type::String, OMITEMPTY),
        Field::new("resource", 5, Type::String, OMITEMPTY),
        Field::new("subresource", 6, Type::String, OMITEMPTY),
        Field::new("name", 7, Type::String, OMITEMPTY),
        Field::new(
            "fieldSelector",
            8,
            Type::Message(&FIELD_SELECTOR_ATTRIBUTES),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "labelSelector",
            9,
            Type::Message(&LABEL_SELECTOR_ATTRIBUTES),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8],
);

impl Message for ResourceAttributes {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_ATTRIBUTES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.namespace.reflect(),
            1 => self.verb.reflect(),
            2 => self.group.reflect(),
            3 => self.version.reflect(),
            4 => self.resource.reflect(),
            5 => self.subresource.reflect(),
            6 => self.name.reflect(),
            7 => self.field_selector.reflect(),
            8 => self.label_selector.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.namespace.reflect_mut(),
            1 => self.verb.reflect_mut(),
            2 => self.group.reflect_mut(),
            3 => self.version.reflect_mut(),
            4 => self.resource.reflect_mut(),
            5 => self.subresource.reflect_mut(),
            6 => self.name.reflect_mut(),
            7 => self.field_selector.reflect_mut(),
            8 => self.label_selector.reflect_mut(),
            _ => panic!("ResourceAttributes has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffe7f
            | u64::from(self.field_selector.is_some()) << 7
            | u64::from(self.label_selector.is_some()) << 8
    }
}

bowline_apimachinery::message!(ResourceAttributes);
