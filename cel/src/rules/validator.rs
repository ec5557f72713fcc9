//! The rules of a whole schema, run over an object.

use std::collections::BTreeMap;

use bowline_apimachinery::validation::field::{ErrorList, ErrorType, FieldError, Path};
use serde_json::Value as Json;

use super::Rule;
use super::compile::{CompileError, CompileErrorKind, CompiledRule, compile};
use super::field_path::field_path;
use super::message::{self, Made};
use super::ratcheting::{Former, Ratchet};
use crate::declared::{Declared, escape};
use crate::environment::Version;
use crate::program::{COST_LIMIT, Variable};
use crate::schema::Schema;
use crate::value::{ErrorKind, Value, View};

/// What all rules may cost for one object.
pub const COST_BUDGET: i64 = 10_000_000;

/// The rules of a schema, compiled once.
#[derive(Debug)]
pub struct Validator {
    schema: Schema,
    root: Node,
}

#[derive(Debug, Default)]
struct Node {
    rules: Vec<(Rule, Result<CompiledRule, CompileError>, String)>,
    /// The rules stand on data that expressions do not see.
    untyped: Option<String>,
    items: Option<Box<Node>>,
    properties: BTreeMap<String, Node>,
    additional: Option<Box<Node>>,
    all_of: Vec<Node>,
}

/// What the rules found.
#[derive(Debug, Default)]
pub struct Found {
    /// Faults that refuse the object.
    pub errors: ErrorList,
    /// Faults of parts that an update left as they were; they warn.
    pub forgiven: Vec<FieldError>,
    /// What is left of the budget; negative if it did not suffice.
    pub budget: i64,
}

impl Validator {
    /// Compiles the rules of the schema of a whole object; `None` if it has none.
    pub fn new(schema: Schema, version: Version) -> Option<Self> {
        if !schema.has_rules() {
            return None;
        }
        let declared = Declared::from_schema(&schema, "selfType");
        let root = Node::new(&schema, &schema, declared.as_ref(), version)?;
        Some(Self { schema, root })
    }

    /// Runs the rules over an object, transition rules too where there is an `old` one.
    pub fn validate(&self, object: &Json, old: Option<&Json>, budget: i64) -> Found {
        let mut found = Found { budget, ..Found::default() };
        let place =
            Place { path: &Path::root(), schema: &self.schema, ratchet: Ratchet::new(object, old) };
        self.root.validate(place, object, old, &mut found);
        found
    }
}

/// Where in an object a check stands.
#[derive(Clone, Copy)]
struct Place<'p, 's, 'o> {
    path: &'p Path<'p>,
    schema: &'s Schema,
    ratchet: Ratchet<'o>,
}

impl Node {
    /// Compiles the rules that `rules` (a schema or a part of its `allOf`) has for data of `schema`.
    fn new(
        rules: &Schema,
        schema: &Schema,
        declared: Option<&Declared>,
        version: Version,
    ) -> Option<Self> {
        let mut node = Node::default();
        if !rules.rules.is_empty() {
            match declared {
                Some(declared) => {
                    node.rules = rules
                        .rules
                        .iter()
                        .map(|rule| {
                            let path = field_path(&rule.field_path, schema).unwrap_or_default();
                            (rule.clone(), compile(rule, declared, version), path)
                        })
                        .collect();
                }
                None => {
                    node.untyped = Some(format!(
                        "rule declared on schema that does not support validation rules type: \
                         '{}' x-kubernetes-preserve-unknown-fields: '{}'",
                        schema.kind.as_str(),
                        schema.preserve_unknown_fields
                    ));
                }
            }
        }
        let element = declared.and_then(|d| d.element.as_deref());
        let below = |rules: &Option<Box<Schema>>, schema: &Option<Box<Schema>>| {
            let (rules, schema) = (rules.as_deref()?, schema.as_deref()?);
            Node::new(rules, schema, element, version).map(Box::new)
        };
        node.items = below(&rules.items, &schema.items);
        node.additional = below(&rules.additional, &schema.additional);
        for (name, rules) in rules.properties.iter().flatten() {
            let Some(schema) = schema.properties.as_ref().and_then(|p| p.get(name)) else {
                continue;
            };
            let child = match escape(name) {
                Some(exposed) => {
                    let Some(field) = declared.and_then(|d| d.fields.get(&exposed)) else {
                        continue;
                    };
                    Node::new(rules, schema, Some(field), version)
                }
                None => {
                    let Some(field) = Declared::from_schema(schema, name) else { continue };
                    Node::new(rules, schema, Some(&field), version)
                }
            };
            if let Some(child) = child {
                node.properties.insert(name.clone(), child);
            }
        }
        node.all_of =
            rules.all_of.iter().filter_map(|r| Node::new(r, schema, declared, version)).collect();
        let any = !node.rules.is_empty()
            || node.untyped.is_some()
            || node.items.is_some()
            || node.additional.is_some()
            || !node.properties.is_empty()
            || !node.all_of.is_empty();
        any.then_some(node)
    }

    fn validate<'o>(
        &'o self,
        place: Place<'_, 'o, 'o>,
        object: &'o Json,
        old: Option<&'o Json>,
        found: &mut Found,
    ) {
        let old = old.filter(|o| !o.is_null());
        if object.is_null() || found.budget < 0 {
            return;
        }
        self.run_rules(place, object, old, found);
        for part in &self.all_of {
            if found.budget < 0 {
                return;
            }
            part.validate(Place { ratchet: place.ratchet.all_of(), ..place }, object, old, found);
        }
        match object {
            Json::Array(list) => self.validate_list(place, list, old, found),
            Json::Object(map) => self.validate_map(place, map, old, found),
            _ => {}
        }
    }

    fn validate_list<'o>(
        &'o self,
        place: Place<'_, 'o, 'o>,
        list: &'o [Json],
        old: Option<&'o Json>,
        found: &mut Found,
    ) {
        let (Some(node), Some(schema)) = (&self.items, &place.schema.items) else { return };
        // Only the elements of map lists have a former self that they are known by.
        let former = Former::new(place.schema, old);
        let ratcheted = place.ratchet.former(place.schema);
        for (i, element) in list.iter().enumerate() {
            if found.budget < 0 {
                return;
            }
            let old = former.as_ref().and_then(|former| former.find(element));
            let inner = Place {
                path: &place.path.index(i),
                schema,
                ratchet: place.ratchet.index(i, ratcheted.as_ref()),
            };
            node.validate(inner, element, old, found);
        }
    }

    fn validate_map<'o>(
        &'o self,
        place: Place<'_, 'o, 'o>,
        map: &'o serde_json::Map<String, Json>,
        old: Option<&'o Json>,
        found: &mut Found,
    ) {
        if let (Some(node), Some(schema)) = (&self.additional, &place.schema.additional) {
            for (key, value) in map {
                if found.budget < 0 {
                    return;
                }
                let inner = Place {
                    path: &place.path.key(key),
                    schema,
                    ratchet: place.ratchet.key(place.schema, key),
                };
                node.validate(inner, value, old.and_then(|o| o.get(key)), found);
            }
        }
        for (key, node) in &self.properties {
            let schema = place.schema.properties.as_ref().and_then(|p| p.get(key));
            let (Some(value), Some(schema)) = (map.get(key), schema) else { continue };
            if found.budget < 0 {
                return;
            }
            let inner = Place {
                path: &place.path.child(key),
                schema,
                ratchet: place.ratchet.key(place.schema, key),
            };
            node.validate(inner, value, old.and_then(|o| o.get(key)), found);
        }
    }

    fn run_rules<'o>(
        &'o self,
        place: Place<'_, 'o, 'o>,
        object: &'o Json,
        old: Option<&'o Json>,
        found: &mut Found,
    ) {
        let t = place.schema.kind.as_str();
        let invalid = |detail: String| FieldError::invalid(place.path, t, detail);
        if let Some(untyped) = &self.untyped {
            found.errors.push(invalid(format!("rule compiler initialization error: {untyped}")));
            return;
        }
        if self.rules.is_empty() {
            return;
        }
        if found.budget <= 0 {
            found.errors.push(invalid(SPENT.to_owned()));
            found.budget = -1;
            return;
        }
        let value = Value::typed(View::from(object), place.schema);
        let old = old.map(|old| Value::typed(View::from(old), place.schema));
        let variables = [Some(value.clone()), old.clone()];
        let optional_variables: [Variable<'o>; 2] = [
            Some(value),
            Some(match old.clone() {
                Some(old) => old.map(Value::some),
                None => Ok(Value::Optional(None)),
            }),
        ];
        for (rule, compiled, blamed) in &self.rules {
            let compiled = match compiled {
                Ok(compiled) => compiled,
                Err(e) => {
                    found.errors.push(invalid(format!("rule compile error: {e}")));
                    continue;
                }
            };
            let optional = rule.optional_old_self == Some(true);
            let Some(program) = &compiled.program else { continue };
            if compiled.uses_old_self && old.is_none() && !optional {
                continue;
            }
            let variables = if optional { &optional_variables } else { &variables };
            let outcome = program.run(variables, COST_LIMIT);
            let left = i64::try_from(outcome.cost).ok().and_then(|c| found.budget.checked_sub(c));
            let Some(left) = left.filter(|l| *l >= 0) else {
                found.errors.push(invalid(SPENT.to_owned()));
                found.budget = -1;
                return;
            };
            found.budget = left;
            match outcome.result {
                Ok(Value::Bool(true)) => {}
                Err(e) => {
                    let name = message::name(rule);
                    found.errors.push(invalid(match e.kind() {
                        ErrorKind::NoSuchOverload => format!(
                            "'{e}': call arguments did not match a supported operator, function \
                             or macro signature for rule: {name}"
                        ),
                        ErrorKind::Cost => format!(
                            "'{e}': no further validation rules will be run due to call cost \
                             exceeds limit for rule: {name}"
                        ),
                        _ => format!("{e} evaluating rule: {name}"),
                    }));
                    if e.kind() == ErrorKind::Cost {
                        found.budget = -1;
                        return;
                    }
                }
                Ok(_) => {
                    let (error, goes_on) =
                        refusal(place.path, t, rule, compiled, blamed, variables, found);
                    if !compiled.uses_old_self && place.ratchet.forgives() {
                        found.forgiven.push(error);
                    } else {
                        found.errors.push(error);
                    }
                    if !goes_on {
                        found.budget = -1;
                        return;
                    }
                }
            }
        }
    }
}

const SPENT: &str = "validation failed due to running out of cost budget, no further validation \
                     rules will be run";

/// The fault of a rule that does not hold, and whether further rules may run.
fn refusal<'a>(
    path: &Path<'_>,
    t: &str,
    rule: &Rule,
    compiled: &'a CompiledRule,
    blamed: &str,
    variables: &[Variable<'a>],
    found: &mut Found,
) -> (FieldError, bool) {
    let child = path.child(blamed);
    let path = if blamed.is_empty() { path } else { &child };
    let detail = match message::make(rule, compiled, variables, &mut found.budget) {
        Made::Text(text) => text,
        Made::Nothing => message::fixed(rule),
        Made::Exhausted(detail) => return (FieldError::invalid(path, t, detail), false),
    };
    let kind = match rule.reason.as_str() {
        "FieldValueForbidden" => ErrorType::Forbidden,
        "FieldValueRequired" => ErrorType::Required,
        "FieldValueDuplicate" => ErrorType::Duplicate,
        _ => ErrorType::Invalid,
    };
    let error = match kind {
        ErrorType::Forbidden => FieldError::forbidden(path, detail),
        ErrorType::Required => FieldError::required(path, detail),
        ErrorType::Duplicate => FieldError::duplicate(path, t),
        _ => FieldError::invalid(path, t, detail),
    };
    (error, true)
}

impl CompileError {
    /// Whether the writer can mend it.
    pub fn is_invalid(&self) -> bool {
        self.kind == CompileErrorKind::Invalid
    }
}
