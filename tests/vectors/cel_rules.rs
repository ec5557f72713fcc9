//! Rules of custom kinds: the faults of defining them, of objects under them, and costs.

use bowline::apimachinery::validation::field::{FieldError, Path};
use bowline::cel::rules::{COST_BUDGET, Rule, Stored, Validator, check_definition, compile};
use bowline::cel::schema::Schema;
use bowline::cel::{Declared, Version};
use serde_json::{Value as Json, json};

use crate::harness::{Miss, same, text, topic};

#[test]
fn cel_rules() {
    topic("cel-rules", |kind, input, want| {
        let mut schema = input["schema"].clone();
        let at = text(input, "at");
        *rules_at(&mut schema, at) = json!([input["rule"]]);
        let schema = Schema::from_json(&schema, true);
        match kind {
            "define" => same(&define(&input["rule"], at, &schema, want), want),
            "apply" => same(&apply(input, schema, want), want),
            _ => Err(Miss::NotImplemented),
        }
    });
}

/// Where the rules stand of the node that `at` names, counted from the root of the kind.
fn rules_at<'s>(schema: &'s mut Json, at: &str) -> &'s mut Json {
    let mut node = schema;
    for step in steps(at) {
        node = match step {
            "[]" => &mut node["items"],
            "{}" => &mut node["additionalProperties"],
            name => &mut node["properties"][name],
        };
    }
    &mut node["x-kubernetes-validations"]
}

/// Everything but the root and `spec` is counted from `spec`.
fn steps(at: &str) -> Vec<&str> {
    match at {
        "" => Vec::new(),
        "spec" => vec!["spec"],
        at => std::iter::once("spec").chain(at.split('.')).collect(),
    }
}

fn declared(schema: &Schema, at: &str) -> Declared {
    let mut declared = Declared::from_schema(schema, "selfType").expect("a typed node");
    for step in steps(at) {
        declared = match step {
            "[]" | "{}" => *declared.element.expect("an element"),
            name => declared.fields.remove(name).expect("a field"),
        };
    }
    declared
}

fn define(rule: &Json, at: &str, schema: &Schema, want: &Json) -> Json {
    let path = Path::new("spec.validation.openAPIV3Schema");
    let found = check_definition(schema, &path, &Stored::default(), true);
    let errors = errors(found.into_iter(), &want["errors"]);
    match compile(&Rule::from_json(rule), &declared(schema, at), Version::DEFAULT) {
        Ok(compiled) => json!({
            "errors": errors,
            "compiled": true,
            "maxCost": compiled.max_cost.to_string(),
            "maxCardinality": compiled.max_cardinality.to_string(),
            "usesOldSelf": compiled.uses_old_self,
            "messageExpressionOK": compiled.message_error.is_none(),
        }),
        Err(_) => json!({"errors": errors, "compiled": false, "messageExpressionOK": true}),
    }
}

fn apply(input: &Json, schema: Schema, want: &Json) -> Json {
    let validator = Validator::new(schema, Version::DEFAULT).expect("a schema with rules");
    let found = validator.validate(&input["object"], input.get("old"), COST_BUDGET);
    json!({
        "costUsed": (COST_BUDGET - found.budget).to_string(),
        "errors": errors(found.errors.into_iter(), &want["errors"]),
    })
}

/// The faults, sorted, with messages where one was recorded and is not the system's.
fn errors(found: impl Iterator<Item = FieldError>, want: &Json) -> Json {
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|it| (it.field.clone(), it.kind.as_str().to_owned(), it.detail.clone()));
    let error = |(index, it): (usize, FieldError)| {
        let mut error = json!({"field": it.field, "type": it.kind.as_str()});
        match want[index].get("message") {
            None => {}
            Some(text) if text == "(text of the system)" => error["message"] = text.clone(),
            Some(_) => error["message"] = it.detail.into(),
        }
        error
    };
    found.into_iter().enumerate().map(error).collect()
}
