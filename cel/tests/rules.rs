//! Rules of schemas with the faults and costs that upstream finds.

use bowline_apimachinery::validation::field::{FieldError, Path};
use bowline_cel::rules::{COST_BUDGET, Rule, Stored, Validator, check_definition, compile};
use bowline_cel::schema::Schema;
use bowline_cel::{Declared, Version};
use serde_json::{Value as Json, json};

const SHARED: &str = include_str!("data/rules-shared.json");
const RULES: &str = include_str!("data/rules.jsonl");

/// The node of a schema that `at` names, counted from the root of the kind.
fn node<'s>(schema: &'s mut Json, at: &str) -> &'s mut Json {
    if at.is_empty() {
        return schema;
    }
    let mut node = &mut schema["properties"]["spec"];
    if at == "spec" {
        return node;
    }
    for step in at.split('.') {
        node = match step {
            "[]" => &mut node["items"],
            "{}" => &mut node["additionalProperties"],
            name => &mut node["properties"][name],
        };
    }
    node
}

fn declared(schema: &Schema, at: &str) -> Declared {
    let mut declared = Declared::from_schema(schema, "selfType").expect("typed");
    let steps = match at {
        "" => vec![],
        "spec" => vec!["spec"],
        at => std::iter::once("spec").chain(at.split('.')).collect(),
    };
    for step in steps {
        declared = match step {
            "[]" | "{}" => *declared.element.expect("element"),
            name => declared.fields.remove(name).expect("field"),
        };
    }
    declared
}

fn errors(list: &[FieldError]) -> Json {
    let mut list: Vec<Json> = list
        .iter()
        .map(|e| json!({"field": e.field, "type": e.kind.as_str(), "message": e.detail}))
        .collect();
    list.sort_by_key(|e| (e["field"].to_string(), e["type"].to_string()));
    Json::Array(list)
}

/// Drops messages that the file does not record.
fn forget_messages(got: &mut Json, want: &Json) {
    let empty = Vec::new();
    let want = want.as_array().unwrap_or(&empty);
    for (i, error) in got.as_array_mut().into_iter().flatten().enumerate() {
        let recorded = want.get(i).and_then(|w| w.get("message"));
        match recorded {
            None => {
                error.as_object_mut().expect("object").remove("message");
            }
            Some(text) if text == "(text of the system)" => error["message"] = text.clone(),
            Some(_) => {}
        }
    }
}

fn define(row: &Json, schema: &Schema) -> Json {
    let path = Path::new("spec.validation.openAPIV3Schema");
    let found = check_definition(schema, &path, &Stored::default(), true);
    let mut errors = errors(&found.into_iter().collect::<Vec<_>>());
    forget_messages(&mut errors, &row["out"]["errors"]);
    let rule = Rule::from_json(&row["rule"]);
    let at = row["at"].as_str().expect("text");
    let mut out = json!({"errors": errors});
    match compile(&rule, &declared(schema, at), Version::DEFAULT) {
        Ok(compiled) => {
            out["compiled"] = json!(true);
            out["maxCost"] = json!(compiled.max_cost.to_string());
            out["maxCardinality"] = json!(compiled.max_cardinality.to_string());
            out["usesOldSelf"] = json!(compiled.uses_old_self);
            out["messageExpressionOK"] = json!(compiled.message_error.is_none());
        }
        Err(_) => {
            out["compiled"] = json!(false);
            out["messageExpressionOK"] = json!(true);
        }
    }
    out
}

fn apply(row: &Json, schema: Schema, objects: &Json) -> Json {
    let object = |key: &str| {
        let at = usize::try_from(row[key].as_u64()?).expect("small");
        Some(&objects[at])
    };
    let validator = Validator::new(schema, Version::DEFAULT).expect("rules");
    let found = validator.validate(object("object").expect("object"), object("old"), COST_BUDGET);
    let list: Vec<FieldError> = found.errors.into_iter().collect();
    let mut errors = errors(&list);
    forget_messages(&mut errors, &row["out"]["errors"]);
    json!({"costUsed": (COST_BUDGET - found.budget).to_string(), "errors": errors})
}

#[test]
fn every_rule_is_judged_as_upstream_judges_it() {
    let shared: Json = serde_json::from_str(SHARED).expect("JSON");
    let mut differences = Vec::new();
    let mut count = 0;
    for line in RULES.lines() {
        let row: Json = serde_json::from_str(line).expect("JSON");
        let at = usize::try_from(row["schema"].as_u64().expect("number")).expect("small");
        let mut json = shared["schemas"][at].clone();
        let place = node(&mut json, row["at"].as_str().expect("text"));
        place["x-kubernetes-validations"] = json!([row["rule"]]);
        let schema = Schema::from_json(&json, true);
        let got = if row["id"].as_str().expect("text").contains("define") {
            define(&row, &schema)
        } else {
            apply(&row, schema, &shared["objects"])
        };
        count += 1;
        if got != row["out"] {
            let (at, rule, want) = (&row["at"], &row["rule"], &row["out"]);
            differences.push(format!("{} {at} {rule}\nwant {want}\n got {got}", row["id"]));
        }
    }
    assert!(count > 200);
    assert!(
        differences.is_empty(),
        "{} of {count} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn a_schema_that_does_not_change_keeps_its_dear_rules() {
    let rule = "self.l.all(a, self.l.all(b, a == b))";
    let json = json!({"type": "object", "properties": {"spec": {
        "type": "object",
        "properties": {"l": {"type": "array", "items": {"type": "string", "maxLength": 30}, "maxItems": 1000}},
        "x-kubernetes-validations": [{"rule": rule}],
    }}});
    let faults = |stored: &Stored| {
        let path = Path::new("schema");
        let schema = Schema::from_json(&json, true);
        check_definition(&schema, &path, &stored.for_schema(&json), true).into_iter().count()
    };
    let mut stored = Stored::default();
    assert_eq!(faults(&stored), 1);
    stored.add(&Schema::from_json(&json, true));
    assert_eq!(faults(&stored), 1);
    stored.add_whole(&json);
    assert_eq!(faults(&stored), 0);
}
