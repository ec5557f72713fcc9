//! cluster trust bundle of certificates.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ClusterTrustBundle` of `certificates.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterTrustBundle {
    pub metadata: ObjectMeta,
    pub spec: ClusterTrustBundleSpec,
}

#[doc(hidden)]
pub static CLUSTER_TRUST_BUNDLE: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1beta1.ClusterTrustBundle",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&CLUSTER_TRUST_BUNDLE_SPEC), REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for ClusterTrustBundle {
    fn descriptor(&self) -> &'static Descriptor {
        &CLUSTER_TRUST_BUNDLE
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
            _ => panic!("ClusterTrustBundle has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    ClusterTrustBundle,
    "certificates.k8s.io",
    "v1beta1",
    "ClusterTrustBundle",
    "clustertrustbundles",
    Cluster
);

/// `io.k8s.api.certificates.v1beta1.ClusterTrustBundleSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterTrustBundleSpec {
    pub signer_name: String,
    pub trust_bundle: String,
}

#[doc(hidden)]
pub static CLUSTER_TRUST_BUNDLE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1beta1.ClusterTrustBundleSpec",
    &[
        Field::new("signerName", 1, Type::String, OMITEMPTY),
        Field::new("trustBundle", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for ClusterTrustBundleSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &CLUSTER_TRUST_BUNDLE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.signer_name.reflect(),
            1 => self.trust_bundle.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.signer_name.reflect_mut(),
            1 => self.trust_bundle.reflect_mut(),
            _ => panic!("ClusterTrustBundleSpec has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(ClusterTrustBundle ClusterTrustBundleSpec);
