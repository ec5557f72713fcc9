//! What a definition's rules must be like: well formed, correctly typed, and affordable.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::Value as Json;

use super::Rule;
use super::compile::{CompileErrorKind, compile};
use super::field_path::field_path;
use crate::declared::Declared;
use crate::environment::Version;
use crate::schema::{ListType, Schema};

/// The most a rule may be estimated to cost.
pub const RULE_COST_LIMIT: u64 = 10_000_000;
/// The most all rules of a definition may be estimated to cost.
pub const CRD_COST_LIMIT: u64 = 100_000_000;

/// The expressions a definition already had; they may use all that any server has accepted.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    rules: BTreeSet<String>,
    messages: BTreeSet<String>,
    /// The schemas as they were written.
    schemas: Vec<Json>,
    /// The schema in question is one of them, so that no rule of it is too dear by itself.
    unchanged: bool,
}

impl Stored {
    /// Remembers the expressions of a schema.
    pub fn add(&mut self, schema: &Schema) {
        for rule in &schema.rules {
            self.rules.insert(rule.rule.clone());
            self.messages.insert(rule.message_expression.clone());
        }
        let below = schema.properties.iter().flatten().map(|(_, s)| s);
        below
            .chain(schema.items.as_deref())
            .chain(schema.additional.as_deref())
            .chain(&schema.all_of)
            .for_each(|s| self.add(s));
    }

    /// Remembers a schema as it was written, and its expressions.
    pub fn add_whole(&mut self, schema: &Json) {
        self.add(&Schema::from_json(schema, true));
        self.schemas.push(schema.clone());
    }

    /// The same for the check of a schema: one that has not changed keeps rules that are too dear
    /// by today's limit.
    #[must_use]
    pub fn for_schema(&self, schema: &Json) -> Self {
        Self { unchanged: self.schemas.contains(schema), ..self.clone() }
    }

    fn version(&self, rule: &Rule) -> Version {
        let known = self.rules.contains(&rule.rule)
            && (rule.message_expression.is_empty()
                || self.messages.contains(&rule.message_expression));
        if known { Version::STORED } else { Version::DEFAULT }
    }
}

/// Checks the rules of the schema of a whole object, which stands at `path`. With `sound`, the
/// schema has no other faults; rules on a faulty one are only checked for their form.
pub fn check_definition(
    schema: &Schema,
    path: &Path<'_>,
    stored: &Stored,
    sound: bool,
) -> ErrorList {
    let mut check =
        Check { stored, sound, total: 0, dear: Vec::new(), errors: ErrorList::default() };
    let declared = if sound { Declared::from_schema(schema, "selfType") } else { None };
    let place = Place { cardinality: Some(1), uncorrelated: None };
    check.node(schema, schema, declared.as_ref(), path, &place);
    if check.total > CRD_COST_LIMIT {
        check.dear.sort_by_key(|(_, cost)| std::cmp::Reverse(*cost));
        for (path, _) in check.dear.iter().take(4) {
            let detail = "contributed to estimated rule & messageExpression cost total exceeding \
                          cost limit for entire OpenAPIv3 schema";
            check.errors.push(FieldError::forbidden(&Path::new(path), detail));
        }
        let what = "x-kubernetes-validations estimated rule & messageExpression cost total for \
                    entire OpenAPIv3 schema";
        let detail = too_dear(what, check.total, CRD_COST_LIMIT);
        check.errors.push(FieldError::forbidden(path, detail));
    }
    check.errors
}

struct Check<'c> {
    stored: &'c Stored,
    sound: bool,
    total: u64,
    dear: Vec<(String, u64)>,
    errors: ErrorList,
}

#[derive(Clone)]
struct Place {
    /// How often the data may occur; `None` without a bound.
    cardinality: Option<u64>,
    /// The list whose elements have no former self.
    uncorrelated: Option<String>,
}

impl Place {
    fn below(&self, most: Option<i64>) -> Self {
        let most = most.map(|m| u64::try_from(m).unwrap_or(0));
        let cardinality = self.cardinality.zip(most).map(|(a, b)| a.saturating_mul(b));
        Self { cardinality, uncorrelated: self.uncorrelated.clone() }
    }
}

impl Check<'_> {
    fn node(
        &mut self,
        rules: &Schema,
        schema: &Schema,
        declared: Option<&Declared>,
        path: &Path<'_>,
        place: &Place,
    ) {
        let element = declared.and_then(|d| d.element.as_deref());
        for (name, below) in rules.properties.iter().flatten() {
            let Some(schema) = schema.properties.as_ref().and_then(|p| p.get(name)) else {
                continue;
            };
            let own;
            let declared = match crate::declared::escape(name) {
                Some(exposed) => declared.and_then(|d| d.fields.get(&exposed)),
                None => {
                    own = Declared::from_schema(schema, name);
                    own.as_ref()
                }
            };
            let properties = path.child("properties");
            self.node(below, schema, declared, &properties.key(name), place);
        }
        if let (Some(below), Some(schema)) = (&rules.additional, &schema.additional) {
            let inner = place.below(rules.max_properties);
            self.node(below, schema, element, &path.child("additionalProperties"), &inner);
        }
        if let (Some(below), Some(items)) = (&rules.items, &schema.items) {
            let mut inner = place.below(rules.max_items);
            if schema.list_type != ListType::Map && inner.uncorrelated.is_none() {
                inner.uncorrelated = Some(path.to_string());
            }
            self.node(below, items, element, &path.child("items"), &inner);
        }
        for (i, part) in rules.all_of.iter().enumerate() {
            let all_of = path.child("allOf");
            self.node(part, schema, declared, &all_of.index(i), place);
        }
        let list = path.child("x-kubernetes-validations");
        for (i, rule) in rules.rules.iter().enumerate() {
            self.form(rule, schema, &list.index(i));
        }
        if !self.sound {
            return;
        }
        for (i, rule) in rules.rules.iter().enumerate() {
            self.expression(rule, schema, declared, &list.index(i), place);
        }
    }

    /// What a rule must be like whatever it says.
    fn form(&mut self, rule: &Rule, schema: &Schema, path: &Path<'_>) {
        let text = rule.rule.trim();
        let message = rule.message.trim();
        let newlines = |s: &str| s.contains(['\n', '\r']);
        if text.is_empty() {
            self.errors.push(FieldError::required(&path.child("rule"), "rule is not specified"));
        } else if !rule.message.is_empty() && message.is_empty() {
            let detail = "message must be non-empty if specified";
            let path = path.child("message");
            self.errors.push(FieldError::invalid(&path, rule.message.as_str(), detail));
        } else if newlines(message) {
            let detail = "message must not contain line breaks";
            let path = path.child("message");
            self.errors.push(FieldError::invalid(&path, rule.message.as_str(), detail));
        } else if newlines(text) && message.is_empty() {
            let detail = "message must be specified if rule contains line breaks";
            self.errors.push(FieldError::required(&path.child("message"), detail));
        }
        if !rule.message_expression.is_empty() && rule.message_expression.trim().is_empty() {
            let detail = "messageExpression must be non-empty if specified";
            self.errors.push(FieldError::required(&path.child("messageExpression"), detail));
        }
        const REASONS: [&str; 4] = [
            "FieldValueDuplicate",
            "FieldValueForbidden",
            "FieldValueInvalid",
            "FieldValueRequired",
        ];
        if !rule.reason.is_empty() && !REASONS.contains(&rule.reason.as_str()) {
            let path = path.child("reason");
            self.errors.push(FieldError::not_supported(&path, rule.reason.as_str(), REASONS));
        }
        if !rule.field_path.is_empty() {
            let path = path.child("fieldPath");
            let given = rule.field_path.as_str();
            if given.trim().is_empty() {
                let detail = "fieldPath must be non-empty if specified";
                self.errors.push(FieldError::invalid(&path, given, detail));
            }
            if newlines(given) {
                let detail = "fieldPath must not contain line breaks";
                self.errors.push(FieldError::invalid(&path, given, detail));
            }
            if let Err(e) = field_path(given, schema) {
                let detail = format!("fieldPath must be a valid path: {e}");
                self.errors.push(FieldError::invalid(&path, given, detail));
            }
        }
    }

    /// What the expressions of a rule are and cost.
    fn expression(
        &mut self,
        rule: &Rule,
        schema: &Schema,
        declared: Option<&Declared>,
        path: &Path<'_>,
        place: &Place,
    ) {
        let Some(declared) = declared else {
            let detail = format!(
                "internal error: failed to construct type information for \
                 x-kubernetes-validations rules: rule declared on schema that does not support \
                 validation rules type: '{}' x-kubernetes-preserve-unknown-fields: '{}'",
                schema.kind.as_str(),
                schema.preserve_unknown_fields
            );
            self.errors.push(FieldError::internal(path, &std::io::Error::other(detail)));
            return;
        };
        let rule_path = path.child("rule");
        let shown = || Json::String(rule.rule.clone());
        let compiled = match compile(rule, declared, self.stored.version(rule)) {
            Ok(compiled) => compiled,
            Err(e) => {
                self.errors.push(match e.kind {
                    CompileErrorKind::Invalid => FieldError::invalid(&rule_path, shown(), e.detail),
                    CompileErrorKind::Internal => FieldError::internal(&rule_path, &e),
                });
                return;
            }
        };
        let times = place.cardinality.unwrap_or(compiled.max_cardinality);
        let cost = compiled.max_cost.saturating_mul(times);
        self.charge(&rule_path, "estimated rule cost", cost);
        let message_path = path.child("messageExpression");
        if let Some(e) = compiled.message_error {
            self.errors.push(FieldError::invalid(&message_path, shown(), e.detail));
        } else if compiled.message.is_some() {
            let what = "estimated messageExpression cost";
            self.charge(&message_path, what, compiled.message_max_cost);
        }
        if compiled.uses_old_self {
            if let Some(within) = &place.uncorrelated {
                let detail = format!(
                    "oldSelf cannot be used on the uncorrelatable portion of the schema within \
                     {within}"
                );
                self.errors.push(FieldError::invalid(&rule_path, shown(), detail));
            }
        } else if let Some(given) = rule.optional_old_self {
            let path = path.child("optionalOldSelf");
            let detail = "may not be set if oldSelf is not used in rule";
            self.errors.push(FieldError::invalid(&path, given, detail));
        }
    }

    fn charge(&mut self, path: &Path<'_>, what: &str, cost: u64) {
        if cost > RULE_COST_LIMIT && !self.stored.unchanged {
            let detail = too_dear(what, cost, RULE_COST_LIMIT);
            self.errors.push(FieldError::forbidden(path, detail));
        }
        self.total = self.total.saturating_add(cost);
        if cost >= CRD_COST_LIMIT / 100 {
            self.dear.push((path.to_string(), cost));
        }
    }
}

fn too_dear(what: &str, cost: u64, limit: u64) -> String {
    let factor = cost as f64 / limit as f64;
    let factor = if factor > 100.0 {
        "more than 100x".to_owned()
    } else if factor < 1.5 {
        format!("{factor:.6}x")
    } else {
        format!("{factor:.1}x")
    };
    format!(
        "{what} exceeds budget by factor of {factor} (try simplifying the rule(s), or adding \
         maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)"
    )
}
