//! Expressions: types, values, static bounds and costs.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bowline::cel::{
    COST_LIMIT, Environment, List, NoHints, Program, Type, Value, Version, estimate,
};
use serde_json::{Value as Json, json};

use crate::harness::{beside, same, text, topic};

#[test]
fn cel_expressions() {
    let Some(declared) = beside("cel-variables.json") else { return };
    let variables = Variables::of(&declared);
    topic("cel-expressions", |_, input, want| {
        let mut want = with_maps_sorted(want);
        let members = want.as_object_mut().expect("an object");
        members.retain(|name, _| name != "error" && name != "class");
        same(&variables.outcome(input), &want)
    });
}

/// The variables that the expressions may name, and sets of their values.
struct Variables<'a> {
    environment: Environment,
    names: Vec<&'a str>,
    sets: &'a Json,
}

impl<'a> Variables<'a> {
    fn of(declared: &'a Json) -> Self {
        let types = declared["declared"].as_object().expect("an object");
        let mut environment = Environment::kubernetes(Version::DEFAULT);
        for (name, of) in types {
            environment = environment.with_variable(name.as_str(), type_of(of));
        }
        let names = types.keys().map(String::as_str).collect();
        Self { environment, names, sets: &declared["values"] }
    }

    fn outcome(&self, input: &Json) -> Json {
        let Ok(checked) = self.environment.check(text(input, "expr")) else {
            return json!({"reason": "compile"});
        };
        let Ok(program) = Program::new(&self.environment, &checked) else {
            return json!({"reason": "program"});
        };
        let bounds = estimate(&checked, &NoHints);
        let values =
            &self.sets[usize::try_from(input["vars"].as_u64().expect("a number")).unwrap()];
        let variables: Vec<_> =
            self.names.iter().map(|name| values.get(name).map(|it| Ok(value(name, it)))).collect();
        let done = program.run(&variables, COST_LIMIT);
        let mut outcome = json!({
            "cost": done.cost.to_string(),
            "estimate": {"min": bounds.min.to_string(), "max": bounds.max.to_string()},
            "outputType": checked.output_type().to_string(),
        });
        match done.result {
            Ok(result) => outcome["result"] = typed(&result),
            Err(_) => outcome["reason"] = "eval".into(),
        }
        outcome
    }
}

/// A whole number of the file may stand for a double.
fn value<'a>(name: &str, value: &'a Json) -> Value<'a> {
    match name {
        "d" => Value::Double(value.as_f64().expect("a number")),
        _ => Value::from_json(value),
    }
}

fn type_of(text: &Json) -> Type {
    match text.as_str().expect("a text") {
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

/// A value with its type, as the recording writes it.
fn typed(value: &Value<'_>) -> Json {
    let (of, value) = match value {
        Value::Null => ("null", Json::Null),
        Value::Bool(it) => ("bool", json!(it)),
        Value::Int(it) => ("int", json!(it.to_string())),
        Value::Uint(it) => ("uint", json!(it.to_string())),
        Value::Double(_) => ("double", json!(value.to_string())),
        Value::String(it) => ("string", json!(&**it)),
        Value::Bytes(it) => ("bytes", json!(BASE64_STANDARD.encode(it))),
        Value::Duration(it) => ("duration", json!(it.to_string())),
        Value::Timestamp(it) => ("timestamp", json!(it.to_string())),
        Value::Type(it) => ("type", json!(it.name())),
        Value::List(items) => ("list", items_of(items)),
        Value::Map(map) => {
            let keys = map.keys();
            let mut entries: Vec<_> = keys
                .iter()
                .map(|key| {
                    json!([typed(key), typed(&map.get(key).expect("there").expect("readable"))])
                })
                .collect();
            entries.sort_by_key(Json::to_string);
            ("map", Json::Array(entries))
        }
        Value::Optional(held) => ("optional", held.as_ref().map_or(Json::Null, |it| typed(it))),
        other => (other.type_name(), Json::Null),
    };
    json!({"type": of, "value": value})
}

fn items_of(list: &List<'_>) -> Json {
    list.iter().map(|item| typed(&item.expect("readable"))).collect()
}

/// Entries of maps have no order of their own.
fn with_maps_sorted(value: &Json) -> Json {
    match value {
        Json::Array(items) => items.iter().map(with_maps_sorted).collect(),
        Json::Object(members) => {
            let mut members: serde_json::Map<_, _> =
                members.iter().map(|(name, it)| (name.clone(), with_maps_sorted(it))).collect();
            if members.get("type").is_some_and(|it| it == "map")
                && let Some(Json::Array(entries)) = members.get_mut("value")
            {
                entries.sort_by_key(Json::to_string);
            }
            Json::Object(members)
        }
        scalar => scalar.clone(),
    }
}
