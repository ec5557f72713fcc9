//! Expressions with the values, types and costs that upstream gives them.

use bowline_cel::{
    COST_LIMIT, Environment, List, NoHints, Program, Type, Value, Version, estimate,
};
use serde_json::{Value as Json, json};

const VARIABLES: &str = include_str!("data/variables.json");
const EXPRESSIONS: &str = include_str!("data/expressions.jsonl");

fn declared(text: &str) -> Type {
    match text {
        "dyn" => Type::Dyn,
        "string" => Type::String,
        "int" => Type::Int,
        "double" => Type::Double,
        "bool" => Type::Bool,
        "list(string)" => Type::list(Type::String),
        "list(int)" => Type::list(Type::Int),
        "map(string, int)" => Type::map(Type::String, Type::Int),
        "map(string, list(string))" => Type::map(Type::String, Type::list(Type::String)),
        other => panic!("{other}"),
    }
}

fn list(list: &List<'_>) -> Vec<Json> {
    list.iter().map(|v| typed(&v.expect("readable"))).collect()
}

/// A value with its type, as the vectors write it.
fn typed(value: &Value<'_>) -> Json {
    let (t, value) = match value {
        Value::Null => ("null", Json::Null),
        Value::Bool(b) => ("bool", json!(b)),
        Value::Int(i) => ("int", json!(i.to_string())),
        Value::Uint(u) => ("uint", json!(u.to_string())),
        Value::Double(_) => ("double", json!(value.to_string())),
        Value::String(s) => ("string", json!(&**s)),
        Value::Bytes(b) => {
            ("bytes", json!(base64::Engine::encode(&base64::prelude::BASE64_STANDARD, b)))
        }
        Value::Duration(d) => ("duration", json!(d.to_string())),
        Value::Timestamp(t) => ("timestamp", json!(t.to_string())),
        Value::Type(t) => ("type", json!(t.name())),
        Value::List(l) => ("list", Json::Array(list(l))),
        Value::Map(map) => {
            let mut entries: Vec<Json> = map
                .keys()
                .iter()
                .map(|k| json!([typed(k), typed(&map.get(k).expect("there").expect("readable"))]))
                .collect();
            entries.sort_by_key(Json::to_string);
            ("map", Json::Array(entries))
        }
        Value::Optional(held) => ("optional", held.as_ref().map_or(Json::Null, |h| typed(h))),
        other => (other.type_name(), Json::Null),
    };
    json!({"type": t, "value": value})
}

/// What an expression comes to, as a row of the file says it.
fn outcome(env: &Environment, names: &[String], row: &Json, values: &Json) -> Json {
    let mut out = json!({"expr": row["expr"], "vars": row["vars"]});
    let text = row["expr"].as_str().expect("text");
    let checked = match env.check(text) {
        Ok(checked) => checked,
        Err(_) => {
            out["reason"] = json!("compile");
            return out;
        }
    };
    let program = match Program::new(env, &checked) {
        Ok(program) => program,
        Err(_) => {
            out["reason"] = json!("program");
            return out;
        }
    };
    out["outputType"] = json!(checked.output_type().to_string());
    let bounds = estimate(&checked, &NoHints);
    out["estimate"] = json!([bounds.min.to_string(), bounds.max.to_string()]);
    let variables: Vec<_> = names
        .iter()
        .map(|name| {
            let value = &values[name];
            // A whole number of the file may stand for a double.
            let double = name == "d";
            values.get(name).map(|_| {
                Ok(if double {
                    Value::Double(value.as_f64().expect("number"))
                } else {
                    Value::from_json(value)
                })
            })
        })
        .collect();
    let done = program.run(&variables, COST_LIMIT);
    out["cost"] = json!(done.cost.to_string());
    match done.result {
        Ok(value) => out["result"] = typed(&value),
        Err(_) => out["reason"] = json!("eval"),
    }
    out
}

#[test]
fn every_expression_gives_what_upstream_gives() {
    let variables: Json = serde_json::from_str(VARIABLES).expect("JSON");
    let mut env = Environment::kubernetes(Version::DEFAULT);
    let mut names = Vec::new();
    for (name, t) in variables["declared"].as_object().expect("object") {
        env = env.with_variable(name.as_str(), declared(t.as_str().expect("text")));
        names.push(name.clone());
    }
    let mut differences = Vec::new();
    let mut count = 0;
    for line in EXPRESSIONS.lines() {
        let mut row: Json = serde_json::from_str(line).expect("JSON");
        sort_maps(&mut row["result"]);
        if row["result"].is_null() {
            row.as_object_mut().expect("object").remove("result");
        }
        let set = usize::try_from(row["vars"].as_u64().expect("number")).expect("small");
        let got = outcome(&env, &names, &row, &variables["values"][set]);
        count += 1;
        if got != row {
            differences.push(format!("want {row}\n got {got}"));
        }
    }
    assert!(count > 1000);
    assert!(
        differences.is_empty(),
        "{} of {count} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// Entries of maps have no order of their own.
fn sort_maps(value: &mut Json) {
    if let Json::Object(map) = value {
        let is_map = map.get("type").is_some_and(|t| t == "map");
        if let Some(inner) = map.get_mut("value") {
            if let Json::Array(entries) = inner {
                for entry in entries.iter_mut() {
                    match entry {
                        Json::Array(pair) => pair.iter_mut().for_each(sort_maps),
                        other => sort_maps(other),
                    }
                }
                if is_map {
                    entries.sort_by_key(Json::to_string);
                }
            } else {
                sort_maps(inner);
            }
        }
    }
}
