//! Which names a definition gets: those that no other of its group has.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/controller/status/naming_controller.go`.

use serde_json::{Value, json};

use crate::registry::ObjectAccess as _;

/// The verdict on a definition's names.
#[derive(Debug, PartialEq)]
pub(super) struct Verdict {
    /// `status.acceptedNames`
    pub(super) accepted: Value,
    /// Reason and message of the last conflict found; `None` when all names are free.
    pub(super) conflict: Option<(&'static str, String)>,
}

/// Judges the names of a definition against those of the others.
pub(super) fn judge(definition: &Value, others: &[Value]) -> Verdict {
    let group = definition.text("spec.group");
    let others: Vec<&Value> = others
        .iter()
        .filter(|other| other.text("spec.group") == group && other.name() != definition.name())
        .map(|other| other.at("status.acceptedNames"))
        .collect();
    let resource_taken = |name: &str| {
        others.iter().any(|names| {
            let short = names["shortNames"].as_array().into_iter().flatten();
            names.text("plural") == name
                || names.text("singular") == name
                || short.into_iter().any(|s| s == name)
        })
    };
    let kind_taken =
        |name: &str| others.iter().any(|n| n.text("kind") == name || n.text("listKind") == name);

    let wanted = definition.at("spec.names");
    let before = definition.at("status.acceptedNames");
    let mut accepted = if before.is_object() { before.clone() } else { json!({}) };
    let mut conflict = None;
    let mut refuse = |reason: &'static str, message: String| {
        conflict = Some((reason, message));
    };
    for (field, reason) in [("plural", "PluralConflict"), ("singular", "SingularConflict")] {
        let name = wanted.text(field);
        if resource_taken(name) {
            refuse(reason, format!("\"{name}\" is already in use"));
        } else {
            accepted[field] = name.into();
        }
    }
    let short = wanted["shortNames"].as_array().cloned().unwrap_or_default();
    let taken = short.iter().filter_map(Value::as_str).find(|name| resource_taken(name));
    match taken {
        Some(name) => refuse("ShortNamesConflict", format!("\"{name}\" is already in use")),
        None if short.is_empty() => drop(accepted.remove("shortNames")),
        None => accepted["shortNames"] = short.into(),
    }
    for (field, reason) in [("kind", "KindConflict"), ("listKind", "ListKindConflict")] {
        let name = wanted.text(field);
        if kind_taken(name) {
            refuse(reason, format!("\"{name}\" is already in use"));
        } else {
            accepted[field] = name.into();
        }
    }
    match &wanted["categories"] {
        Value::Null => drop(accepted.remove("categories")),
        categories => accepted["categories"] = categories.clone(),
    }
    Verdict { accepted, conflict }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(name: &str, plural: &str, kind: &str) -> Value {
        let names = json!({ "plural": plural, "singular": plural, "kind": kind, "listKind": format!("{kind}List") });
        json!({ "metadata": { "name": name }, "spec": { "group": "g", "names": names }, "status": { "acceptedNames": names } })
    }

    #[test]
    fn names_in_use_are_refused() {
        let first = definition("a", "things", "Thing");
        assert_eq!(
            judge(&definition("b", "others", "Other"), std::slice::from_ref(&first)).conflict,
            None
        );
        let same = judge(&definition("b", "others", "Thing"), std::slice::from_ref(&first));
        assert_eq!(
            same.conflict,
            Some(("ListKindConflict", "\"ThingList\" is already in use".to_owned()))
        );
        assert_eq!(
            judge(&first, std::slice::from_ref(&first)).conflict,
            None,
            "its own names are free"
        );
    }
}
