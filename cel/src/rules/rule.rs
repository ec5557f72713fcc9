//! A rule as a schema writes it.

use serde_json::Value as Json;

/// A rule of `x-kubernetes-validations`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The expression that must hold.
    pub rule: String,
    /// What to say when it does not.
    pub message: String,
    /// An expression for what to say.
    pub message_expression: String,
    /// Why, as a reason of field errors; empty for `FieldValueInvalid`.
    pub reason: String,
    /// Which field to blame, relative to where the rule stands.
    pub field_path: String,
    /// Whether `oldSelf` is optional.
    pub optional_old_self: Option<bool>,
}

impl Rule {
    /// Reads a rule from its JSON form.
    pub fn from_json(json: &Json) -> Self {
        let text = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        Self {
            rule: text("rule"),
            message: text("message"),
            message_expression: text("messageExpression"),
            reason: text("reason"),
            field_path: text("fieldPath"),
            optional_old_self: json.get("optionalOldSelf").and_then(Json::as_bool),
        }
    }
}
