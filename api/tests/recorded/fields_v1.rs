//! Sets of fields and their text.

use bowline_apimachinery::managed_fields::FieldSet;
use serde_json::Value;

use crate::harness::{check, same};

#[test]
fn sets_of_fields_calculate_and_print_as_upstream() {
    check("fieldsv1", |line| {
        if line.kind("fieldsv1") == "decode" {
            return match FieldSet::parse(line.input["text"].as_str().unwrap()) {
                Ok(set) => same("text", &set.to_string().into(), &line.want["text"]),
                Err(_) if line.fails() => Ok(()),
                Err(error) => Err(error.to_string()),
            };
        }
        let set = |name: &str| FieldSet::parse(line.input[name].as_str().unwrap()).unwrap();
        let (a, b) = (set("a"), set("b"));
        let difference = a.difference(&b);
        let results: [(&str, Value); 9] = [
            ("union", a.union(&b).to_string().into()),
            ("intersection", a.intersection(&b).to_string().into()),
            ("difference", difference.to_string().into()),
            ("recursiveDifference", a.recursive_difference(&b).to_string().into()),
            ("leavesA", a.leaves().to_string().into()),
            ("equal", (a == b).into()),
            ("emptyDifference", difference.is_empty().into()),
            ("sizeA", a.len().into()),
            ("pathsA", a.paths().iter().map(ToString::to_string).collect()),
        ];
        results.iter().try_for_each(|(name, got)| same(name, got, &line.want[name]))
    });
}
