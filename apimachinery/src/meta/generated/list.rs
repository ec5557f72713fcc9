//! list of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::ResourceVersionMatch;
use crate::descriptor::*;
use crate::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListMeta {
    /// Deprecated.
    pub self_link: String,
    pub resource_version: String,
    pub continue_: String,
    pub remaining_item_count: Option<i64>,
    pub shard_info: Option<ShardInfo>,
}

#[doc(hidden)]
pub static LIST_META: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta",
    &[
        Field::new("selfLink", 1, Type::String, OMITEMPTY | DEPRECATED),
        Field::new("resourceVersion", 2, Type::String, OMITEMPTY),
        Field::new("continue", 3, Type::String, OMITEMPTY),
        Field::new("remainingItemCount", 4, Type::Int64, POINTER | OMITEMPTY),
        Field::new("shardInfo", 5, Type::Message(&SHARD_INFO), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for ListMeta {
    fn descriptor(&self) -> &'static Descriptor {
        &LIST_META
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.self_link.reflect(),
            1 => self.resource_version.reflect(),
            2 => self.continue_.reflect(),
            3 => self.remaining_item_count.reflect(),
            4 => self.shard_info.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.self_link.reflect_mut(),
            1 => self.resource_version.reflect_mut(),
            2 => self.continue_.reflect_mut(),
            3 => self.remaining_item_count.reflect_mut(),
            4 => self.shard_info.reflect_mut(),
            _ => panic!("ListMeta has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe7
            | u64::from(self.remaining_item_count.is_some()) << 3
            | u64::from(self.shard_info.is_some()) << 4
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.ListOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListOptions {
    pub label_selector: String,
    pub field_selector: String,
    pub watch: bool,
    pub allow_watch_bookmarks: bool,
    pub resource_version: String,
    pub resource_version_match: ResourceVersionMatch,
    pub timeout_seconds: Option<i64>,
    pub limit: i64,
    pub continue_: String,
    pub send_initial_events: Option<bool>,
    pub shard_selector: String,
}

#[doc(hidden)]
pub static LIST_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.ListOptions",
    &[
        Field::new("labelSelector", 1, Type::String, OMITEMPTY),
        Field::new("fieldSelector", 2, Type::String, OMITEMPTY),
        Field::new("watch", 3, Type::Bool, OMITEMPTY),
        Field::new("allowWatchBookmarks", 9, Type::Bool, OMITEMPTY),
        Field::new("resourceVersion", 4, Type::String, OMITEMPTY),
        Field::new("resourceVersionMatch", 10, Type::Enum(ResourceVersionMatch::VALUES), OMITEMPTY),
        Field::new("timeoutSeconds", 5, Type::Int64, POINTER | OMITEMPTY),
        Field::new("limit", 7, Type::Int64, OMITEMPTY),
        Field::new("continue", 8, Type::String, OMITEMPTY),
        Field::new("sendInitialEvents", 11, Type::Bool, POINTER | OMITEMPTY),
        Field::new("shardSelector", 15, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 4, 6, 7, 8, 3, 5, 9, 10],
)
.root();

impl Message for ListOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &LIST_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.label_selector.reflect(),
            1 => self.field_selector.reflect(),
            2 => self.watch.reflect(),
            3 => self.allow_watch_bookmarks.reflect(),
            4 => self.resource_version.reflect(),
            5 => self.resource_version_match.reflect(),
            6 => self.timeout_seconds.reflect(),
            7 => self.limit.reflect(),
            8 => self.continue_.reflect(),
            9 => self.send_initial_events.reflect(),
            10 => self.shard_selector.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.label_selector.reflect_mut(),
            1 => self.field_selector.reflect_mut(),
            2 => self.watch.reflect_mut(),
            3 => self.allow_watch_bookmarks.reflect_mut(),
            4 => self.resource_version.reflect_mut(),
            5 => self.resource_version_match.reflect_mut(),
            6 => self.timeout_seconds.reflect_mut(),
            7 => self.limit.reflect_mut(),
            8 => self.continue_.reflect_mut(),
            9 => self.send_initial_events.reflect_mut(),
            10 => self.shard_selector.reflect_mut(),
            _ => panic!("ListOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffdbf
            | u64::from(self.timeout_seconds.is_some()) << 6
            | u64::from(self.send_initial_events.is_some()) << 9
    }
}

crate::kind!(ListOptions, "", "v1", "ListOptions");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShardInfo {
    pub selector: String,
}

#[doc(hidden)]
pub static SHARD_INFO: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo",
    &[Field::new("selector", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for ShardInfo {
    fn descriptor(&self) -> &'static Descriptor {
        &SHARD_INFO
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.selector.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.selector.reflect_mut(),
            _ => panic!("ShardInfo has no field {index}"),
        }
    }
}

crate::message!(ListMeta ListOptions ShardInfo);
