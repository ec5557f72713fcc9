//! discovery of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::descriptor::*;
use crate::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIGroup {
    pub name: String,
    pub versions: Vec<GroupVersionForDiscovery>,
    pub preferred_version: GroupVersionForDiscovery,
    pub server_address_by_client_cidrs: Vec<ServerAddressByClientCIDR>,
}

#[doc(hidden)]
pub static API_GROUP: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new(
            "versions",
            2,
            Type::List(&Type::Message(&GROUP_VERSION_FOR_DISCOVERY)),
            REQUIRED | ATOMIC,
        ),
        Field::new("preferredVersion", 3, Type::Message(&GROUP_VERSION_FOR_DISCOVERY), OMITEMPTY),
        Field::new(
            "serverAddressByClientCIDRs",
            4,
            Type::List(&Type::Message(&SERVER_ADDRESS_BY_CLIENT_CIDR)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2, 3],
)
.root();

impl Message for APIGroup {
    fn descriptor(&self) -> &'static Descriptor {
        &API_GROUP
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.versions.reflect(),
            2 => self.preferred_version.reflect(),
            3 => self.server_address_by_client_cidrs.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.versions.reflect_mut(),
            2 => self.preferred_version.reflect_mut(),
            3 => self.server_address_by_client_cidrs.reflect_mut(),
            _ => panic!("APIGroup has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff5
            | u64::from(!self.versions.is_empty()) << 1
            | u64::from(!self.server_address_by_client_cidrs.is_empty()) << 3
    }
}

crate::kind!(APIGroup, "", "v1", "APIGroup");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIGroupList {
    pub groups: Vec<APIGroup>,
}

#[doc(hidden)]
pub static API_GROUP_LIST: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList",
    &[Field::new("groups", 1, Type::List(&Type::Message(&API_GROUP)), REQUIRED | ATOMIC)],
    &[0],
)
.root();

impl Message for APIGroupList {
    fn descriptor(&self) -> &'static Descriptor {
        &API_GROUP_LIST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.groups.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.groups.reflect_mut(),
            _ => panic!("APIGroupList has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.groups.is_empty())
    }
}

crate::kind!(APIGroupList, "", "v1", "APIGroupList");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.APIResource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIResource {
    pub name: String,
    pub singular_name: String,
    pub namespaced: bool,
    pub group: String,
    pub version: String,
    pub kind: String,
    pub verbs: Vec<String>,
    pub short_names: Vec<String>,
    pub categories: Vec<String>,
    pub storage_version_hash: String,
}

#[doc(hidden)]
pub static API_RESOURCE: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.APIResource",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("singularName", 6, Type::String, REQUIRED),
        Field::new("namespaced", 2, Type::Bool, REQUIRED),
        Field::new("group", 8, Type::String, OMITEMPTY),
        Field::new("version", 9, Type::String, OMITEMPTY),
        Field::new("kind", 3, Type::String, REQUIRED),
        Field::new("verbs", 4, Type::List(&Type::String), REQUIRED | WRAPPED),
        Field::new("shortNames", 5, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("categories", 7, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("storageVersionHash", 10, Type::String, OMITEMPTY),
    ],
    &[0, 2, 5, 6, 7, 1, 8, 3, 4, 9],
);

impl Message for APIResource {
    fn descriptor(&self) -> &'static Descriptor {
        &API_RESOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.singular_name.reflect(),
            2 => self.namespaced.reflect(),
            3 => self.group.reflect(),
            4 => self.version.reflect(),
            5 => self.kind.reflect(),
            6 => self.verbs.reflect(),
            7 => self.short_names.reflect(),
            8 => self.categories.reflect(),
            9 => self.storage_version_hash.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.singular_name.reflect_mut(),
            2 => self.namespaced.reflect_mut(),
            3 => self.group.reflect_mut(),
            4 => self.version.reflect_mut(),
            5 => self.kind.reflect_mut(),
            6 => self.verbs.reflect_mut(),
            7 => self.short_names.reflect_mut(),
            8 => self.categories.reflect_mut(),
            9 => self.storage_version_hash.reflect_mut(),
            _ => panic!("APIResource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffe3f
            | u64::from(!self.verbs.is_empty()) << 6
            | u64::from(!self.short_names.is_empty()) << 7
            | u64::from(!self.categories.is_empty()) << 8
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIResourceList {
    pub group_version: String,
    pub resources: Vec<APIResource>,
}

#[doc(hidden)]
pub static API_RESOURCE_LIST: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList",
    &[
        Field::new("groupVersion", 1, Type::String, REQUIRED),
        Field::new("resources", 2, Type::List(&Type::Message(&API_RESOURCE)), REQUIRED | ATOMIC),
    ],
    &[0, 1],
)
.root();

impl Message for APIResourceList {
    fn descriptor(&self) -> &'static Descriptor {
        &API_RESOURCE_LIST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group_version.reflect(),
            1 => self.resources.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group_version.reflect_mut(),
            1 => self.resources.reflect_mut(),
            _ => panic!("APIResourceList has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.resources.is_empty()) << 1
    }
}

crate::kind!(APIResourceList, "", "v1", "APIResourceList");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct APIVersions {
    pub versions: Vec<String>,
    pub server_address_by_client_cidrs: Vec<ServerAddressByClientCIDR>,
}

#[doc(hidden)]
pub static API_VERSIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions",
    &[
        Field::new("versions", 1, Type::List(&Type::String), REQUIRED | ATOMIC),
        Field::new(
            "serverAddressByClientCIDRs",
            2,
            Type::List(&Type::Message(&SERVER_ADDRESS_BY_CLIENT_CIDR)),
            REQUIRED | ATOMIC,
        ),
    ],
    &[0, 1],
)
.root();

impl Message for APIVersions {
    fn descriptor(&self) -> &'static Descriptor {
        &API_VERSIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.versions.reflect(),
            1 => self.server_address_by_client_cidrs.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.versions.reflect_mut(),
            1 => self.server_address_by_client_cidrs.reflect_mut(),
            _ => panic!("APIVersions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.versions.is_empty())
            | u64::from(!self.server_address_by_client_cidrs.is_empty()) << 1
    }
}

crate::kind!(APIVersions, "", "v1", "APIVersions");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.GroupKind`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupKind {
    pub group: String,
    pub kind: String,
}

#[doc(hidden)]
pub static GROUP_KIND: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.GroupKind",
    &[
        Field::new("group", 1, Type::String, REQUIRED),
        Field::new("kind", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for GroupKind {
    fn descriptor(&self) -> &'static Descriptor {
        &GROUP_KIND
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group.reflect(),
            1 => self.kind.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group.reflect_mut(),
            1 => self.kind.reflect_mut(),
            _ => panic!("GroupKind has no field {index}"),
        }
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.GroupResource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupResource {
    pub group: String,
    pub resource: String,
}

#[doc(hidden)]
pub static GROUP_RESOURCE: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.GroupResource",
    &[
        Field::new("group", 1, Type::String, REQUIRED),
        Field::new("resource", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for GroupResource {
    fn descriptor(&self) -> &'static Descriptor {
        &GROUP_RESOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group.reflect(),
            1 => self.resource.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group.reflect_mut(),
            1 => self.resource.reflect_mut(),
            _ => panic!("GroupResource has no field {index}"),
        }
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersion`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupVersion {
    pub group: String,
    pub version: String,
}

#[doc(hidden)]
pub static GROUP_VERSION: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersion",
    &[
        Field::new("group", 1, Type::String, REQUIRED),
        Field::new("version", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for GroupVersion {
    fn descriptor(&self) -> &'static Descriptor {
        &GROUP_VERSION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group.reflect(),
            1 => self.version.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group.reflect_mut(),
            1 => self.version.reflect_mut(),
            _ => panic!("GroupVersion has no field {index}"),
        }
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionForDiscovery`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupVersionForDiscovery {
    pub group_version: String,
    pub version: String,
}

#[doc(hidden)]
pub static GROUP_VERSION_FOR_DISCOVERY: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionForDiscovery",
    &[
        Field::new("groupVersion", 1, Type::String, REQUIRED),
        Field::new("version", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for GroupVersionForDiscovery {
    fn descriptor(&self) -> &'static Descriptor {
        &GROUP_VERSION_FOR_DISCOVERY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group_version.reflect(),
            1 => self.version.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group_version.reflect_mut(),
            1 => self.version.reflect_mut(),
            _ => panic!("GroupVersionForDiscovery has no field {index}"),
        }
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionKind`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupVersionKind {
    pub group: String,
    pub version: String,
    pub kind: String,
}

#[doc(hidden)]
pub static GROUP_VERSION_KIND: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionKind",
    &[
        Field::new("group", 1, Type::String, REQUIRED),
        Field::new("version", 2, Type::String, REQUIRED),
        Field::new("kind", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for GroupVersionKind {
    fn descriptor(&self) -> &'static Descriptor {
        &GROUP_VERSION_KIND
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group.reflect(),
            1 => self.version.reflect(),
            2 => self.kind.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group.reflect_mut(),
            1 => self.version.reflect_mut(),
            2 => self.kind.reflect_mut(),
            _ => panic!("GroupVersionKind has no field {index}"),
        }
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionResource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupVersionResource {
    pub group: String,
    pub version: String,
    pub resource: String,
}

#[doc(hidden)]
pub static GROUP_VERSION_RESOURCE: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionResource",
    &[
        Field::new("group", 1, Type::String, REQUIRED),
        Field::new("version", 2, Type::String, REQUIRED),
        Field::new("resource", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for GroupVersionResource {
    fn descriptor(&self) -> &'static Descriptor {
        &GROUP_VERSION_RESOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group.reflect(),
            1 => self.version.reflect(),
            2 => self.resource.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group.reflect_mut(),
            1 => self.version.reflect_mut(),
            2 => self.resource.reflect_mut(),
            _ => panic!("GroupVersionResource has no field {index}"),
        }
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.RootPaths`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RootPaths {
    pub paths: Vec<String>,
}

#[doc(hidden)]
pub static ROOT_PATHS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.RootPaths",
    &[Field::new("paths", 1, Type::List(&Type::String), REQUIRED | ATOMIC)],
    &[0],
);

impl Message for RootPaths {
    fn descriptor(&self) -> &'static Descriptor {
        &ROOT_PATHS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.paths.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.paths.reflect_mut(),
            _ => panic!("RootPaths has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.paths.is_empty())
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.ServerAddressByClientCIDR`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerAddressByClientCIDR {
    pub client_cidr: String,
    pub server_address: String,
}

#[doc(hidden)]
pub static SERVER_ADDRESS_BY_CLIENT_CIDR: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.ServerAddressByClientCIDR",
    &[
        Field::new("clientCIDR", 1, Type::String, REQUIRED),
        Field::new("serverAddress", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for ServerAddressByClientCIDR {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVER_ADDRESS_BY_CLIENT_CIDR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.client_cidr.reflect(),
            1 => self.server_address.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.client_cidr.reflect_mut(),
            1 => self.server_address.reflect_mut(),
            _ => panic!("ServerAddressByClientCIDR has no field {index}"),
        }
    }
}

crate::message!(APIGroup APIGroupList APIResource APIResourceList APIVersions GroupKind GroupResource GroupVersion GroupVersionForDiscovery GroupVersionKind GroupVersionResource RootPaths ServerAddressByClientCIDR);
