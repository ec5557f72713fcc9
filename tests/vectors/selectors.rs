//! Label selectors, field selectors and the conversions between their forms.

use std::collections::BTreeMap;

use bowline::apimachinery::meta::LabelSelector;
use bowline::apimachinery::validation::field::Path;
use bowline::apimachinery::{fields, labels};
use serde_json::{Value, json};

use crate::harness::{Miss, Outcome, is_failure, same, same_result, text, topic};

type Labels = BTreeMap<String, String>;

#[test]
fn selectors() {
    topic("selectors", |kind, input, want| match kind {
        "labelparse" => same_result(parsed(text(input, "selector")), want),
        "labelmatch" => {
            let got = labels::Selector::parse(text(input, "selector"))
                .map(|selector| json!({"matches": matches(&selector, &input["labelSets"])}));
            same_result(got, want)
        }
        "labelselector" => label_selector(input, want),
        "convert" => convert(text(input, "selector"), want),
        "field" => same_result(field(input), want),
        "fieldescape" => {
            let value = text(input, "value");
            same(&json!(fields::escape_value(value)), &want["escaped"])?;
            same_result(fields::unescape_value(value).map(Value::from), &want["unescaped"])
        }
        _ => Err(Miss::NotImplemented),
    });
}

fn sets(input: &Value) -> Vec<Labels> {
    serde_json::from_value(input.clone()).expect("sets of labels")
}

fn matches(selector: &labels::Selector, label_sets: &Value) -> Vec<bool> {
    sets(label_sets).iter().map(|set| selector.matches(set)).collect()
}

fn parsed(selector: &str) -> Result<Value, labels::ParseSelectorError> {
    labels::Selector::parse(selector).map(|selector| described(&selector))
}

fn described(selector: &labels::Selector) -> Value {
    let requirement = |requirement: &labels::Requirement| {
        let mut values = requirement.values().to_vec();
        values.sort();
        values.dedup();
        let op = requirement.operator().as_str();
        json!({"key": requirement.key(), "op": op, "values": values})
    };
    let list: Vec<_> =
        selector.requirements().unwrap_or_default().iter().map(requirement).collect();
    json!({
        "empty": selector.is_empty(),
        "string": selector.to_string(),
        "requirements": {"list": list, "selectable": selector.requirements().is_some()},
    })
}

fn label_selector(input: &Value, want: &Value) -> Outcome {
    let object: Option<LabelSelector> =
        serde_json::from_value(input["labelSelector"].clone()).map_err(|e| e.to_string())?;
    let selector = labels::Selector::from_label_selector(object.as_ref()).map(|selector| {
        let mut described = described(&selector);
        described["matches"] = matches(&selector, &input["labelSets"]).into();
        described
    });
    same_result(selector, &want["selector"])?;
    // Not recorded for selectors that mean nothing.
    let formatted = labels::format_label_selector(object.as_ref());
    if is_failure(&want["selector"]) {
        same(&json!(formatted), &json!("<error>"))?;
    } else {
        same(&json!(formatted), &want["formatted"])?;
    }
    let Some(object) = object else { return same(&Value::Null, &want["asMap"]) };
    same_result(object.as_map().map(|map| json!(map)), &want["asMap"])?;
    let errors = object.validate(&Path::new("selector"));
    let mut found: Vec<_> = errors.iter().map(|e| (e.field.clone(), e.kind.as_str())).collect();
    found.sort();
    let found: Vec<_> =
        found.iter().map(|(field, kind)| json!({"field": field, "type": kind})).collect();
    same(&found.into(), &want["validation"])
}

fn convert(selector: &str, want: &Value) -> Outcome {
    let object = LabelSelector::parse(selector)
        .map(|object| serde_json::to_value(object).expect("an object"));
    same_result(object, &want["labelSelector"])?;
    let map = labels::labels_from_equalities(selector).map(|map| json!(map));
    same_result(map, &want["labelsMap"])
}

fn field(input: &Value) -> Result<Value, fields::ParseSelectorError> {
    let selector = fields::Selector::parse(text(input, "fieldSelector"))?;
    let requirement = |term: &fields::Requirement| json!({"field": term.field, "op": term.operator.to_string(), "value": term.value});
    let requirements: Vec<_> = selector.requirements().iter().map(requirement).collect();
    let matches: Vec<_> = sets(&input["sets"])
        .iter()
        .map(|set| selector.matches_with(|field| set.get(field).map_or("", String::as_str)))
        .collect();
    Ok(json!({
        "empty": selector.is_empty(),
        "matches": matches,
        "requirements": requirements,
        "string": selector.to_string(),
    }))
}
