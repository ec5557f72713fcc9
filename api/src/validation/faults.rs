//! Short ways to say what is wrong.

use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::ip;
use serde_json::Value;

/// What the rules say of a field.
pub(super) trait Faults {
    /// The list that grows.
    fn list(&mut self) -> &mut ErrorList;

    /// A value is missing.
    fn required(&mut self, path: &Path<'_>, detail: &str) {
        self.list().push(FieldError::required(path, detail));
    }

    /// A value is wrong.
    fn invalid(&mut self, path: &Path<'_>, value: impl Into<Value>, detail: &str) {
        self.list().push(FieldError::invalid(path, value, detail));
    }

    /// A value must not be here.
    fn forbidden(&mut self, path: &Path<'_>, detail: &str) {
        self.list().push(FieldError::forbidden(path, detail));
    }

    /// A value occurs twice.
    fn duplicate(&mut self, path: &Path<'_>, value: impl Into<Value>) {
        self.list().push(FieldError::duplicate(path, value));
    }

    /// A value that was looked for does not exist.
    fn not_found(&mut self, path: &Path<'_>, value: impl Into<Value>) {
        self.list().push(FieldError::not_found(path, value));
    }

    /// A text is too long, in bytes.
    fn not_longer(&mut self, path: &Path<'_>, length: usize, max: usize) {
        if length > max {
            self.list().push(FieldError::too_long(path, max));
        }
    }

    /// A list has too many items.
    fn not_more(&mut self, path: &Path<'_>, count: usize, max: usize) {
        if count > max {
            self.list().push(FieldError::too_many(path, count, max));
        }
    }

    /// A field that may not change, has.
    fn immutable<T: PartialEq + serde::Serialize>(&mut self, path: &Path<'_>, new: &T, old: &T) {
        if new != old {
            let shown = serde_json::to_value(new).unwrap_or_default();
            self.invalid(path, shown, "field is immutable");
        }
    }

    /// An address in a field that is older than the rules for them; `old` may stay.
    fn address(&mut self, path: &Path<'_>, address: &str, old: &[String]) -> bool {
        let faults = ip::legacy_ip(path, address, ip::Strictness::Strict, old);
        let good = faults.is_empty();
        self.list().extend(faults);
        good
    }

    /// The same of a network.
    fn network(&mut self, path: &Path<'_>, network: &str, old: &[String]) -> bool {
        let faults = ip::legacy_cidr(path, network, ip::Strictness::Strict, old);
        let good = faults.is_empty();
        self.list().extend(faults);
        good
    }

    /// A value is none of those supported, which are in order.
    fn unsupported(&mut self, path: &Path<'_>, value: &str, supported: &[&str]) {
        self.list().push(FieldError::not_supported(path, value, supported));
    }

    /// A value must be one of some, and there must be one.
    fn one_of(&mut self, path: &Path<'_>, value: &str, supported: &[&str]) {
        if value.is_empty() {
            self.required(path, "");
        } else if !supported.contains(&value) {
            self.unsupported(path, value, supported);
        }
    }

    /// What a rule for texts complains of.
    fn complaints(&mut self, path: &Path<'_>, value: &str, complaints: Vec<String>) {
        let faults = complaints.into_iter().map(|why| FieldError::invalid(path, value, why));
        self.list().extend(faults);
    }

    /// A text is needed.
    fn needed(&mut self, path: &Path<'_>, value: &str) -> bool {
        if value.is_empty() {
            self.required(path, "");
        }
        !value.is_empty()
    }

    /// A number must not be below zero.
    fn not_negative(&mut self, path: &Path<'_>, value: impl Into<i64>) {
        let value = value.into();
        if value < 0 {
            self.invalid(path, value, "must be greater than or equal to 0");
        }
    }

    /// The same of a number that may be absent.
    fn not_negative_if_set<N: Into<i64> + Copy>(&mut self, path: &Path<'_>, value: Option<N>) {
        if let Some(value) = value {
            self.not_negative(path, value);
        }
    }

    /// A selector that may be absent.
    fn selector(&mut self, path: &Path<'_>, selector: Option<&LabelSelector>) {
        if let Some(selector) = selector {
            self.list().extend(selector.validate(path));
        }
    }
}

impl Faults for ErrorList {
    fn list(&mut self) -> &mut ErrorList {
        self
    }
}
