//! Which faults an update is forgiven: those of parts that it does not change.

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::schema::{ListType, Schema};

/// A part of an object beside the same part before the update.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'o> {
    new: &'o Json,
    old: &'o Json,
}

impl<'o> Pair<'o> {
    fn key(self, schema: &Schema, key: &str) -> Option<Self> {
        let known = match &schema.properties {
            Some(properties) => properties.contains_key(key) || schema.additional.is_some(),
            None => schema.additional.is_some(),
        };
        known.then_some(())?;
        Some(Self { new: self.new.get(key)?, old: self.old.get(key)? })
    }

    fn index(self, index: usize, former: Option<&Former<'o>>) -> Option<Self> {
        let new = self.new.get(index)?;
        Some(Self { new, old: former?.find(new)? })
    }
}

/// The elements of a map list as it was, by their keys; the first of several counts.
#[derive(Debug)]
pub(super) struct Former<'o> {
    keys: &'o [String],
    elements: HashMap<String, &'o Json>,
}

impl<'o> Former<'o> {
    /// Of the old state of a list; other lists than map lists have elements that nothing names.
    pub(super) fn new(schema: &'o Schema, old: Option<&'o Json>) -> Option<Self> {
        let old = old.and_then(Json::as_array).filter(|_| schema.list_type == ListType::Map)?;
        let mut former = Self { keys: &schema.list_map_keys, elements: HashMap::new() };
        for element in old {
            former.elements.entry(former.name(element)).or_insert(element);
        }
        Some(former)
    }

    /// What an element was before.
    pub(super) fn find(&self, element: &Json) -> Option<&'o Json> {
        self.elements.get(&self.name(element)).copied()
    }

    fn name(&self, element: &Json) -> String {
        let mut name = String::new();
        for key in self.keys {
            if let Some(value) = element.get(key) {
                name.push_str(&value.to_string());
            }
            name.push('\n');
        }
        name
    }
}

/// Where a check stands between an object and its former self.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ratchet<'o> {
    current: Option<Pair<'o>>,
    /// The nearest part above that has a former self.
    above: Option<Pair<'o>>,
}

impl<'o> Ratchet<'o> {
    pub(super) fn new(new: &'o Json, old: Option<&'o Json>) -> Self {
        Self { current: old.map(|old| Pair { new, old }), above: None }
    }

    /// Whether faults found here are forgiven.
    pub(super) fn forgives(&self) -> bool {
        self.current.or(self.above).is_some_and(|pair| pair.new == pair.old)
    }

    pub(super) fn key(self, schema: &Schema, key: &str) -> Self {
        let Some(current) = self.current else { return self };
        if self.above.is_none() && matches!(key, "apiVersion" | "kind") {
            // Both are of the same version by now, so a change of these does not show.
            return Self::default();
        }
        Self { current: current.key(schema, key), above: Some(current) }
    }

    /// The elements of the former self of a map list.
    pub(super) fn former(&self, schema: &'o Schema) -> Option<Former<'o>> {
        Former::new(schema, self.current.map(|pair| pair.old))
    }

    /// An element of a list whose former elements are given.
    pub(super) fn index(self, index: usize, former: Option<&Former<'o>>) -> Self {
        let Some(current) = self.current else { return self };
        Self { current: current.index(index, former), above: Some(current) }
    }

    /// Parts of `allOf` are forgiven only with what lies above.
    pub(super) fn all_of(self) -> Self {
        Self { current: None, above: self.above }
    }
}
