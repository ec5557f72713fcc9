//! api group discovery of apidiscovery.k8s.io/v2. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{GROUP_VERSION_KIND, GroupVersionKind, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `APIGroupDiscovery` of `apidiscovery.k8s.io/v2`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIGroupDiscovery {
    pub metadata: ObjectMeta,
    /// List, one item per `version`.
    pub versions: Vec<APIVersionDiscovery>,
}

#[doc(hidden)]
pub static API_GROUP_DISCOVERY: Descriptor = Descriptor::new(
    "io.k8s.api.apidiscovery.v2.APIGroupDiscovery",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new(
            "versions",
            2,
            Type::List(&Type::Message(&API_VERSION_DISCOVERY)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["version"]),
    ],
    &[0, 1],
)
.root();

impl Message for APIGroupDiscovery {
    fn descriptor(&self) -> &'static Descriptor {
        &API_GROUP_DISCOVERY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.versions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.versions.reflect_mut(),
            _ => panic!("APIGroupDiscovery has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.versions.is_empty()) << 1
    }
}

bowline_apimachinery::kind!(APIGroupDiscovery, "apidiscovery.k8s.io", "v2", "APIGroupDiscovery");

/// `io.k8s.api.apidiscovery.v2.APIResourceDiscovery`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIResourceDiscovery {
    pub resource: String,
    pub response_kind: Option<Box<GroupVersionKind>>,
    pub scope: ResourceScope,
    pub singular_resource: String,
    /// List without duplicates.
    pub verbs: Vec<String>,
    /// List without duplicates.
    pub short_names: Vec<String>,
    /// List without duplicates.
    pub categories: Vec<String>,
    /// List, one item per `subresource`.
    pub subresources: Vec<APISubresourceDiscovery>,
}

#[doc(hidden)]
pub static API_RESOURCE_DISCOVERY: Descriptor = Descriptor::new(
    "io.k8s.api.apidiscovery.v2.APIResourceDiscovery",
    &[
        Field::new("resource", 1, Type::String, REQUIRED),
        Field::new("responseKind", 2, Type::Message(&GROUP_VERSION_KIND), POINTER | OMITEMPTY),
        Field::new("scope", 3, Type::Enum(ResourceScope::VALUES), REQUIRED),
        Field::new("singularResource", 4, Type::String, REQUIRED),
        Field::new("verbs", 5, Type::List(&Type::String), REQUIRED | LIST_SET),
        Field::new("shortNames", 6, Type::List(&Type::String), OMITEMPTY | LIST_SET),
        Field::new("categories", 7, Type::List(&Type::String), OMITEMPTY | LIST_SET),
        Field::new(
            "subresources",
            8,
            Type::List(&Type::Message(&API_SUBRESOURCE_DISCOVERY)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["subresource"]),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for APIResourceDiscovery {
    fn descriptor(&self) -> &'static Descriptor {
        &API_RESOURCE_DISCOVERY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource.reflect(),
            1 => self.response_kind.reflect(),
            2 => self.scope.reflect(),
            3 => self.singular_resource.reflect(),
            4 => self.verbs.reflect(),
            5 => self.short_names.reflect(),
            6 => self.categories.reflect(),
            7 => self.subresources.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource.reflect_mut(),
            1 => self.response_kind.reflect_mut(),
            2 => self.scope.reflect_mut(),
            3 => self.singular_resource.reflect_mut(),
            4 => self.verbs.reflect_mut(),
            5 => self.short_names.reflect_mut(),
            6 => self.categories.reflect_mut(),
            7 => self.subresources.reflect_mut(),
            _ => panic!("APIResourceDiscovery has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff0d
            | u64::from(self.response_kind.is_some()) << 1
            | u64::from(!self.verbs.is_empty()) << 4
            | u64::from(!self.short_names.is_empty()) << 5
            | u64::from(!self.categories.is_empty()) << 6
            | u64::from(!self.subresources.is_empty()) << 7
    }
}

/// `io.k8s.api.apidiscovery.v2.APISubresourceDiscovery`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APISubresourceDiscovery {
    pub subresource: String,
    pub response_kind: Option<Box<GroupVersionKind>>,
    /// List, one item per `group`, `version`, `kind`.
    pub accepted_types: Vec<GroupVersionKind>,
    /// List without duplicates.
    pub verbs: Vec<String>,
}

#[doc(hidden)]
pub static API_SUBRESOURCE_DISCOVERY: Descriptor = Descriptor::new(
    "io.k8s.api.apidiscovery.v2.APISubresourceDiscovery",
    &[
        Field::new("subresource", 1, Type::String, REQUIRED),
        Field::new("responseKind", 2, Type::Message(&GROUP_VERSION_KIND), POINTER | OMITEMPTY),
        Field::new(
            "acceptedTypes",
            3,
            Type::List(&Type::Message(&GROUP_VERSION_KIND)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["group", "version", "kind"]),
        Field::new("verbs", 4, Type::List(&Type::String), REQUIRED | LIST_SET),
    ],
    &[0, 1, 2, 3],
);

impl Message for APISubresourceDiscovery {
    fn descriptor(&self) -> &'static Descriptor {
        &API_SUBRESOURCE_DISCOVERY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.subresource.reflect(),
            1 => self.response_kind.reflect(),
            2 => self.accepted_types.reflect(),
            3 => self.verbs.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.subresource.reflect_mut(),
            1 => self.response_kind.reflect_mut(),
            2 => self.accepted_types.reflect_mut(),
            3 => self.verbs.reflect_mut(),
            _ => panic!("APISubresourceDiscovery has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(self.response_kind.is_some()) << 1
            | u64::from(!self.accepted_types.is_empty()) << 2
            | u64::from(!self.verbs.is_empty()) << 3
    }
}

/// `io.k8s.api.apidiscovery.v2.APIVersionDiscovery`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIVersionDiscovery {
    pub version: String,
    /// List, one item per `resource`.
    pub resources: Vec<APIResourceDiscovery>,
    pub freshness: DiscoveryFreshness,
}

#[doc(hidden)]
pub static API_VERSION_DISCOVERY: Descriptor = Descriptor::new(
    "io.k8s.api.apidiscovery.v2.APIVersionDiscovery",
    &[
        Field::new("version", 1, Type::String, REQUIRED),
        Field::new(
            "resources",
            2,
            Type::List(&Type::Message(&API_RESOURCE_DISCOVERY)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["resource"]),
        Field::new("freshness", 3, Type::Enum(DiscoveryFreshness::VALUES), OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for APIVersionDiscovery {
    fn descriptor(&self) -> &'static Descriptor {
        &API_VERSION_DISCOVERY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.version.reflect(),
            1 => self.resources.reflect(),
            2 => self.freshness.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.version.reflect_mut(),
            1 => self.resources.reflect_mut(),
            2 => self.freshness.reflect_mut(),
            _ => panic!("APIVersionDiscovery has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.resources.is_empty()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `Current`, `Stale`.
DiscoveryFreshness { Current = "Current", Stale = "Stale" });

bowline_apimachinery::open_enum!(
/// One of `Cluster`, `Namespaced`.
ResourceScope { Cluster = "Cluster", Namespaced = "Namespaced" });

bowline_apimachinery::message!(APIGroupDiscovery APIResourceDiscovery APISubresourceDiscovery APIVersionDiscovery);
