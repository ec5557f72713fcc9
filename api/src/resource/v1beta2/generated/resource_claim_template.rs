//! resource claim template of resource.k8s.io/v1beta2. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{RESOURCE_CLAIM_SPEC, ResourceClaimSpec};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ResourceClaimTemplate` of `resource.k8s.io/v1beta2`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceClaimTemplate {
    pub metadata: ObjectMeta,
    pub spec: ResourceClaimTemplateSpec,
}

#[doc(hidden)]
pub static RESOURCE_CLAIM_TEMPLATE: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1beta2.ResourceClaimTemplate",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&RESOURCE_CLAIM_TEMPLATE_SPEC), REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for ResourceClaimTemplate {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_CLAIM_TEMPLATE
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
            _ => panic!("ResourceClaimTemplate has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    ResourceClaimTemplate,
    "resource.k8s.io",
    "v1beta2",
    "ResourceClaimTemplate",
    "resourceclaimtemplates",
    Namespaced
);

/// `io.k8s.api.resource.v1beta2.ResourceClaimTemplateSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceClaimTemplateSpec {
    pub metadata: ObjectMeta,
    pub spec: ResourceClaimSpec,
}

#[doc(hidden)]
pub static RESOURCE_CLAIM_TEMPLATE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1beta2.ResourceClaimTemplateSpec",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&RESOURCE_CLAIM_SPEC), REQUIRED),
    ],
    &[0, 1],
);

impl Message for ResourceClaimTemplateSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_CLAIM_TEMPLATE_SPEC
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
            _ => panic!("ResourceClaimTemplateSpec has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(ResourceClaimTemplate ResourceClaimTemplateSpec);
