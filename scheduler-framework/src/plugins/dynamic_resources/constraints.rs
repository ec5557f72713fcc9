//! What the devices of a claim must have in common, or must not.

use std::collections::HashMap;

use bowline_api::resource::v1::{Device, DeviceAttribute, DeviceConstraint};

/// A constraint with the devices that it holds for so far.
#[derive(Clone, Debug)]
pub(super) struct Constraint {
    /// The requests it is about; all if empty.
    requests: Vec<String>,
    attribute: String,
    rule: Rule,
    /// How many devices have each value.
    values: HashMap<Value, usize>,
}

#[derive(Clone, Copy, Debug)]
enum Rule {
    Same,
    Different,
}

/// The value of an attribute, to compare.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Value {
    Int(i64),
    Bool(bool),
    Text(String),
    Version(String),
}

impl Constraint {
    /// None for a kind of constraint that nobody knows.
    pub(super) fn of(constraint: &DeviceConstraint) -> Option<Self> {
        let (attribute, rule) = match (&constraint.match_attribute, &constraint.distinct_attribute)
        {
            (Some(attribute), _) => (attribute, Rule::Same),
            (None, Some(attribute)) => (attribute, Rule::Different),
            (None, None) => return None,
        };
        Some(Self {
            requests: constraint.requests.clone(),
            attribute: attribute.clone(),
            rule,
            values: HashMap::new(),
        })
    }

    /// Whether it is about a request; `full` names the alternative, too.
    fn is_about(&self, request: &str, full: &str) -> bool {
        self.requests.is_empty() || self.requests.iter().any(|it| it == request || it == full)
    }

    /// Takes a device in, if that is allowed.
    pub(super) fn add(&mut self, request: &str, full: &str, driver: &str, device: &Device) -> bool {
        if !self.is_about(request, full) {
            return true;
        }
        let Some(value) = value(&self.attribute, driver, device) else { return false };
        let allowed = match self.rule {
            Rule::Same => self.values.is_empty() || self.values.contains_key(&value),
            Rule::Different => !self.values.contains_key(&value),
        };
        if allowed {
            *self.values.entry(value).or_default() += 1;
        }
        allowed
    }

    /// Takes one out again.
    pub(super) fn remove(&mut self, request: &str, full: &str, driver: &str, device: &Device) {
        if !self.is_about(request, full) {
            return;
        }
        let Some(value) = value(&self.attribute, driver, device) else { return };
        if let Some(count) = self.values.get_mut(&value) {
            *count -= 1;
            if *count == 0 {
                self.values.remove(&value);
            }
        }
    }
}

/// An attribute under its full name, or under its bare name if it is in the driver's own domain.
fn value(name: &str, driver: &str, device: &Device) -> Option<Value> {
    let own = || {
        let (domain, bare) = name.split_once('/')?;
        if domain == driver { device.attributes.get(bare) } else { None }
    };
    let attribute: &DeviceAttribute = device.attributes.get(name).or_else(own)?;
    if let Some(text) = &attribute.string {
        return Some(Value::Text(text.clone()));
    }
    if let Some(int) = attribute.int {
        return Some(Value::Int(int));
    }
    if let Some(bool) = attribute.bool {
        return Some(Value::Bool(bool));
    }
    attribute.version.clone().map(Value::Version)
}
