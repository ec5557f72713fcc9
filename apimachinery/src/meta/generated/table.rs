//! table of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{ConditionStatus, LIST_META, ListMeta};
use crate::descriptor::*;
use crate::raw_json::RawJson;
use crate::reflect::{Message, Mut, Ref, Reflect};

/// `Table` of `meta.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub metadata: ListMeta,
    pub column_definitions: Vec<TableColumnDefinition>,
    pub rows: Vec<TableRow>,
}

#[doc(hidden)]
pub static TABLE: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.Table",
    &[
        Field::new("metadata", 0, Type::Message(&LIST_META), OMITEMPTY),
        Field::new(
            "columnDefinitions",
            0,
            Type::List(&Type::Message(&TABLE_COLUMN_DEFINITION)),
            REQUIRED | ATOMIC,
        ),
        Field::new("rows", 0, Type::List(&Type::Message(&TABLE_ROW)), REQUIRED | ATOMIC),
    ],
    &[],
)
.root();

impl Message for Table {
    fn descriptor(&self) -> &'static Descriptor {
        &TABLE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.column_definitions.reflect(),
            2 => self.rows.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.column_definitions.reflect_mut(),
            2 => self.rows.reflect_mut(),
            _ => panic!("Table has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(!self.column_definitions.is_empty()) << 1
            | u64::from(!self.rows.is_empty()) << 2
    }
}

crate::kind!(Table, "", "v1", "Table");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.TableColumnDefinition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableColumnDefinition {
    pub name: String,
    pub type_: String,
    pub format: String,
    pub description: String,
    pub priority: i32,
}

#[doc(hidden)]
pub static TABLE_COLUMN_DEFINITION: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.TableColumnDefinition",
    &[
        Field::new("name", 0, Type::String, REQUIRED),
        Field::new("type", 0, Type::String, REQUIRED),
        Field::new("format", 0, Type::String, REQUIRED),
        Field::new("description", 0, Type::String, REQUIRED),
        Field::new("priority", 0, Type::Int32, REQUIRED),
    ],
    &[],
);

impl Message for TableColumnDefinition {
    fn descriptor(&self) -> &'static Descriptor {
        &TABLE_COLUMN_DEFINITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.type_.reflect(),
            2 => self.format.reflect(),
            3 => self.description.reflect(),
            4 => self.priority.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.type_.reflect_mut(),
            2 => self.format.reflect_mut(),
            3 => self.description.reflect_mut(),
            4 => self.priority.reflect_mut(),
            _ => panic!("TableColumnDefinition has no field {index}"),
        }
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.TableOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableOptions {
    pub include_object: IncludeObjectPolicy,
}

#[doc(hidden)]
pub static TABLE_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.TableOptions",
    &[Field::new("includeObject", 1, Type::Enum(IncludeObjectPolicy::VALUES), OMITEMPTY)],
    &[0],
)
.root();

impl Message for TableOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &TABLE_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.include_object.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.include_object.reflect_mut(),
            _ => panic!("TableOptions has no field {index}"),
        }
    }
}

crate::kind!(TableOptions, "", "v1", "TableOptions");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.TableRow`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    pub cells: Vec<RawJson>,
    pub conditions: Vec<TableRowCondition>,
    pub object: RawJson,
}

#[doc(hidden)]
pub static TABLE_ROW: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.TableRow",
    &[
        Field::new("cells", 0, Type::List(&Type::Raw), REQUIRED | ATOMIC),
        Field::new(
            "conditions",
            0,
            Type::List(&Type::Message(&TABLE_ROW_CONDITION)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("object", 0, Type::Raw, OMITEMPTY),
    ],
    &[],
);

impl Message for TableRow {
    fn descriptor(&self) -> &'static Descriptor {
        &TABLE_ROW
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.cells.reflect(),
            1 => self.conditions.reflect(),
            2 => self.object.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.cells.reflect_mut(),
            1 => self.conditions.reflect_mut(),
            2 => self.object.reflect_mut(),
            _ => panic!("TableRow has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.cells.is_empty())
            | u64::from(!self.conditions.is_empty()) << 1
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.TableRowCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRowCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static TABLE_ROW_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.TableRowCondition",
    &[
        Field::new("type", 0, Type::String, REQUIRED),
        Field::new("status", 0, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("reason", 0, Type::String, OMITEMPTY),
        Field::new("message", 0, Type::String, OMITEMPTY),
    ],
    &[],
);

impl Message for TableRowCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &TABLE_ROW_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.reason.reflect(),
            3 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.reason.reflect_mut(),
            3 => self.message.reflect_mut(),
            _ => panic!("TableRowCondition has no field {index}"),
        }
    }
}

crate::open_enum!(
/// One of `Metadata`, `None`, `Object`.
IncludeObjectPolicy { Metadata = "Metadata", None = "None", Object = "Object" });

crate::message!(Table TableColumnDefinition TableOptions TableRow TableRowCondition);
