//! Sets of fields and their text.

use bowline::apimachinery::managed_fields::FieldSet;
use serde_json::{Value, json};

use crate::harness::{Miss, same, same_result, text, topic};

#[test]
fn fieldsv1() {
    topic("fieldsv1", |kind, input, want| match kind {
        "decode" => {
            let set = FieldSet::parse(text(input, "text"));
            same_result(set.map(|set| json!({"text": set.to_string()})), want)
        }
        "setops" => same(&operations(input)?, want),
        _ => Err(Miss::NotImplemented),
    });
}

fn operations(input: &Value) -> Result<Value, String> {
    let set = |name| FieldSet::parse(text(input, name)).map_err(|error| error.to_string());
    let (a, b) = (set("a")?, set("b")?);
    let difference = a.difference(&b);
    let paths: Value = a.paths().iter().map(ToString::to_string).collect();
    Ok(json!({
        "union": a.union(&b).to_string(),
        "intersection": a.intersection(&b).to_string(),
        "difference": difference.to_string(),
        "recursiveDifference": a.recursive_difference(&b).to_string(),
        "leavesA": a.leaves().to_string(),
        "equal": a == b,
        "emptyDifference": difference.is_empty(),
        "sizeA": a.len(),
        "pathsA": paths,
    }))
}
