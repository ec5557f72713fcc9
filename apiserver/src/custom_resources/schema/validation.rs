//! Value validations: the keywords of JSON schema that definitions may use.
//!
//! *Upstream:* `kube-openapi/pkg/validation/validate` as
//! `apiextensions-apiserver/pkg/apiserver/validation` uses it.

mod keywords;
mod patterns;
mod unchanged;

use std::collections::HashSet;
use std::sync::Arc;

use bowline_apimachinery::validation::field::{ErrorList, Path};
use serde_json::Value;

use self::patterns::Patterns;
use super::structural::Structural;
use super::validation_error::Fault;
use super::{lists, metadata};

/// Checks the objects of one version.
#[derive(Debug)]
pub struct Validator {
    schema: Value,
    structural: Arc<Structural>,
    patterns: Patterns,
}

impl Validator {
    /// A checker of the objects that a schema, and its shape, describe.
    pub fn new(schema: &Value, structural: Arc<Structural>) -> Self {
        Self { patterns: Patterns::of(schema), schema: schema.clone(), structural }
    }

    /// Every fault of an object. With an old one, what has not changed is tolerated.
    pub fn validate(&self, object: &Value, old: Option<&Value>) -> ErrorList {
        let root = Path::root();
        let mut faults = self.value_faults(object, old, &root);
        faults.extend(metadata::embedded_faults(&self.structural, object, &root, true));
        let repeated = lists::duplicates(&self.structural, object, &root);
        let tolerated = old.is_some_and(|old| {
            // Lists that were no sets before need not become so now.
            !lists::duplicates(&self.structural, old, &root).is_empty()
        });
        if !tolerated {
            faults.extend(repeated);
        }
        faults
    }

    /// The faults of a value by the keywords alone.
    pub(super) fn part_faults(&self, value: &Value, path: &Path<'_>) -> ErrorList {
        let mut faults = metadata::embedded_faults(&self.structural, value, path, false);
        if faults.is_empty() {
            faults = self.value_faults(value, None, path);
        }
        faults
    }

    fn value_faults(&self, object: &Value, old: Option<&Value>, root: &Path<'_>) -> ErrorList {
        let mut outcome = Outcome::default();
        let place = Place { at: &Path::root(), old };
        self.check(&self.schema, object, &place, &mut outcome);
        outcome.faults.into_iter().map(|fault| fault.into_field_error(root)).collect()
    }
}

/// Where in the object a check stands.
struct Place<'a> {
    at: &'a Path<'a>,
    old: Option<&'a Value>,
}

impl Place<'_> {
    /// The way here as text; empty for the object itself.
    fn text(&self) -> String {
        if self.at.is_root() { String::new() } else { self.at.to_string() }
    }
}

/// What came of checks: the faults, and how many checks there were.
#[derive(Debug, Default)]
struct Outcome {
    faults: Vec<Fault>,
    /// The faults as text, since a body of many faults must not be compared with itself.
    seen: HashSet<String>,
    checks: usize,
}

impl Outcome {
    /// Adds a fault, once.
    fn add(&mut self, fault: Fault) {
        if self.seen.insert(format!("{fault:?}")) {
            self.faults.push(fault);
        }
    }

    fn merge(&mut self, other: Self) {
        other.faults.into_iter().for_each(|fault| self.add(fault));
        self.checks += other.checks;
    }

    /// Forgets all faults but the first ones.
    fn truncate(&mut self, count: usize) {
        for fault in self.faults.drain(count..) {
            self.seen.remove(&format!("{fault:?}"));
        }
    }
}
