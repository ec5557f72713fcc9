//! Which faults an update is forgiven: those of parts that it does not change.

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

    fn index(self, schema: &Schema, index: usize) -> Option<Self> {
        if schema.list_type != ListType::Map {
            return None;
        }
        let new = self.new.get(index)?;
        let old = self.old.as_array()?.iter();
        let mut old = old.filter(|old| same_keys(new, old, &schema.list_map_keys));
        Some(Self { new, old: old.next()? })
    }
}

/// Whether two elements of a map list have the same keys.
pub(super) fn same_keys(a: &Json, b: &Json, keys: &[String]) -> bool {
    keys.iter().all(|key| a.get(key) == b.get(key))
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

    pub(super) fn index(self, schema: &Schema, index: usize) -> Self {
        let Some(current) = self.current else { return self };
        Self { current: current.index(schema, index), above: Some(current) }
    }

    /// Parts of `allOf` are forgiven only with what lies above.
    pub(super) fn all_of(self) -> Self {
        Self { current: None, above: self.above }
    }
}
