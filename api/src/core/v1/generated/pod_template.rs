//! pod template of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{POD_SPEC, PodSpec};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `PodTemplate` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodTemplate {
    pub metadata: ObjectMeta,
    pub template: PodTemplateSpec,
}

#[doc(hidden)]
pub static POD_TEMPLATE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodTemplate",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("template", 2, Type::Message(&POD_TEMPLATE_SPEC), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for PodTemplate {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_TEMPLATE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.template.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.template.reflect_mut(),
            _ => panic!("PodTemplate has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(PodTemplate, "", "v1", "PodTemplate", "podtemplates", Namespaced);

/// `io.k8s.api.core.v1.PodTemplateSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodTemplateSpec {
    pub metadata: ObjectMeta,
    pub spec: PodSpec,
}

#[doc(hidden)]
pub static POD_TEMPLATE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodTemplateSpec",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&POD_SPEC), OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for PodTemplateSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_TEMPLATE_SPEC
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
            _ => panic!("PodTemplateSpec has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(PodTemplate PodTemplateSpec);
