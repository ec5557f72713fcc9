//! One keyword after the other.

use serde_json::{Map, Value};

use super::super::formats;
use super::unchanged::{OldItems, unchanged};
use super::{Fault, Outcome, Place, Validator};

impl Validator {
    /// Checks a value against a schema.
    pub(super) fn check(
        &self,
        schema: &Value,
        value: &Value,
        place: &Place<'_>,
        out: &mut Outcome,
    ) {
        let before = out.faults.len();
        self.check_all(schema, value, place, out);
        // What has not changed is not held against the client.
        if out.faults.len() > before && place.old.is_some_and(|old| unchanged(schema, value, old)) {
            out.truncate(before);
        }
    }

    fn check_all(&self, schema: &Value, value: &Value, place: &Place<'_>, out: &mut Outcome) {
        out.checks += 1;
        check_type(schema, value, place, out);
        if value.is_null() {
            check_enum(schema, value, place, out);
            return;
        }
        self.check_combinations(schema, value, place, out);
        match value {
            Value::String(text) => self.check_text(schema, text, place, out),
            Value::Number(_) => check_number(schema, value, place, out),
            Value::Array(items) => self.check_list(schema, items, place, out),
            Value::Object(fields) => self.check_object(schema, fields, place, out),
            _ => {}
        }
        check_enum(schema, value, place, out);
    }

    fn check_combinations(
        &self,
        schema: &Value,
        value: &Value,
        place: &Place<'_>,
        out: &mut Outcome,
    ) {
        let list = |name: &str| schema.get(name).and_then(Value::as_array);
        let at = place;
        let run = |schema: &Value| {
            let mut outcome = Outcome::default();
            self.check(schema, value, place, &mut outcome);
            outcome
        };
        if let Some(schemas) = list("anyOf") {
            let mut best: Option<Outcome> = None;
            let mut found = false;
            for schema in schemas {
                let outcome = run(schema);
                if outcome.faults.is_empty() {
                    found = true;
                    break;
                }
                if best.as_ref().is_none_or(|best| outcome.checks > best.checks) {
                    best = Some(outcome);
                }
            }
            if !found {
                out.add(composite(at, "must validate at least one schema (anyOf)"));
                out.merge(best.unwrap_or_default());
            }
        }
        if let Some(schemas) = list("oneOf") {
            let mut best: Option<Outcome> = None;
            let mut valid = 0;
            for schema in schemas {
                let outcome = run(schema);
                if outcome.faults.is_empty() {
                    valid += 1;
                    best = None;
                } else if valid == 0
                    && best.as_ref().is_none_or(|best| outcome.checks > best.checks)
                {
                    best = Some(outcome);
                }
            }
            if valid != 1 {
                let more = match valid {
                    0 => "Found none valid".to_owned(),
                    n => format!("Found {n} valid alternatives"),
                };
                let text = format!("must validate one and only one schema (oneOf). {more}");
                out.add(composite(at, &text));
                out.merge(best.unwrap_or_default());
            }
        }
        if let Some(schemas) = list("allOf") {
            let outcomes: Vec<_> = schemas.iter().map(run).collect();
            let valid = outcomes.iter().filter(|outcome| outcome.faults.is_empty()).count();
            outcomes.into_iter().for_each(|outcome| out.merge(outcome));
            if valid != schemas.len() {
                let more = if valid == 0 { ". None validated" } else { "" };
                let text = format!("must validate all the schemas (allOf){more}");
                out.add(composite(at, &text));
            }
        }
        if let Some(schema) = schema.get("not").filter(|schema| schema.is_object())
            && run(schema).faults.is_empty()
        {
            out.add(composite(at, "must not validate the schema (not)"));
        }
    }

    fn check_text(&self, schema: &Value, text: &str, place: &Place<'_>, out: &mut Outcome) {
        out.checks += 1;
        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let invalid =
            |why: String| Fault::Invalid { at: place.text(), value: text.into(), text: why };
        // Of these three only the first is told.
        if let Some(max) = number(schema, "maxLength").filter(|max| length > *max) {
            out.add(Fault::TooLong { at: place.text(), max });
        } else if let Some(min) = number(schema, "minLength").filter(|min| length < *min) {
            out.add(invalid(format!("should be at least {min} chars long")));
        } else if let Some(pattern) = schema.get("pattern").and_then(Value::as_str)
            && !pattern.is_empty()
            && !self.patterns.matches(pattern, text)
        {
            out.add(invalid(format!("should match '{pattern}'")));
        }
        if let Some(format) = schema.get("format").and_then(Value::as_str)
            && !formats::accepts(format, text)
        {
            let wanted = format.to_owned();
            let value = text.into();
            out.add(Fault::Format { at: place.text(), wanted, value });
        }
    }

    fn check_list(&self, schema: &Value, items: &[Value], place: &Place<'_>, out: &mut Outcome) {
        out.checks += 1;
        let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
        if let Some(inner) = schema.get("items").filter(|inner| inner.is_object()) {
            let old_items = OldItems::new(schema, place.old);
            for (i, item) in items.iter().enumerate() {
                let old = old_items.find(schema, i, item);
                let at = place.at.index(i);
                self.check(inner, item, &Place { at: &at, old }, out);
            }
        }
        if let Some(min) = number(schema, "minItems")
            && count < min
        {
            let text = format!("should have at least {min} items");
            out.add(Fault::Invalid { at: place.text(), value: items.into(), text });
        }
        if let Some(max) = number(schema, "maxItems")
            && count > max
        {
            out.add(Fault::TooMany { at: place.text(), actual: count, max });
        }
        if schema.get("uniqueItems") == Some(&Value::Bool(true))
            && (1..items.len()).any(|i| items[..i].contains(&items[i]))
        {
            let text = "shouldn't contain duplicates".to_owned();
            out.add(Fault::Invalid { at: place.text(), value: Value::Null, text });
        }
    }

    fn check_object(
        &self,
        schema: &Value,
        fields: &Map<String, Value>,
        place: &Place<'_>,
        out: &mut Outcome,
    ) {
        out.checks += 1;
        let child = |name: &str| place.at.child(name).to_string();
        let count = i64::try_from(fields.len()).unwrap_or(i64::MAX);
        if let Some(min) = number(schema, "minProperties")
            && count < min
        {
            let text = format!("should have at least {min} properties");
            let value = Value::Object(fields.clone());
            out.add(Fault::Invalid { at: place.text(), value, text });
        }
        if let Some(max) = number(schema, "maxProperties")
            && count > max
        {
            out.add(Fault::TooMany { at: place.text(), actual: count, max });
        }
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            if let Some(name) = name.as_str()
                && !fields.contains_key(name)
            {
                out.add(Fault::Required { at: child(name) });
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        let additional = schema.get("additionalProperties");
        for (name, value) in fields {
            let declared = properties.and_then(|p| p.get(name));
            let inner = declared.or(additional.filter(|a| a.is_object()));
            if let Some(inner) = inner {
                let old = place.old.and_then(|old| old.get(name));
                let at = place.at.child(name);
                self.check(inner, value, &Place { at: &at, old }, out);
            } else if additional == Some(&Value::Bool(false)) {
                let text = "is a forbidden property".to_owned();
                out.add(Fault::Invalid { at: child(name), value: Value::Null, text });
            }
        }
    }
}

fn composite(at: &Place<'_>, text: &str) -> Fault {
    Fault::Composite { text: format!("\"{}\" {text}", at.text()) }
}

fn number(schema: &Value, name: &str) -> Option<i64> {
    schema.get(name)?.as_i64()
}

fn check_type(schema: &Value, value: &Value, place: &Place<'_>, out: &mut Outcome) {
    let int_or_string = schema.get("x-kubernetes-int-or-string") == Some(&Value::Bool(true));
    let wanted = schema.get("type").and_then(Value::as_str).unwrap_or("");
    if wanted.is_empty() && !int_or_string {
        return;
    }
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    let found = name_of(value);
    let fits = match value {
        Value::Null => nullable,
        Value::Number(_) if int_or_string => is_integer(value),
        Value::String(_) if int_or_string => true,
        _ if int_or_string => false,
        Value::Number(_) => match wanted {
            "integer" => is_integer(value),
            wanted => wanted == "number",
        },
        _ => wanted == found,
    };
    if !fits {
        let wanted = if int_or_string { "integer,string".to_owned() } else { wanted.to_owned() };
        out.add(Fault::Type { at: place.text(), wanted, found });
    }
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) if is_integer(value) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|v| v.fract() == 0.0)
}

fn check_enum(schema: &Value, value: &Value, place: &Place<'_>, out: &mut Outcome) {
    let Some(allowed) = schema.get("enum").and_then(Value::as_array) else { return };
    if allowed.is_empty() || allowed.iter().any(|allowed| same(allowed, value)) {
        return;
    }
    let allowed =
        allowed.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect();
    out.add(Fault::Enum { at: place.text(), value: value.clone(), allowed });
}

/// `1` and `1.0` are the same number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(_), Value::Number(_)) => a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

fn check_number(schema: &Value, value: &Value, place: &Place<'_>, out: &mut Outcome) {
    out.checks += 1;
    let Some(found) = value.as_f64() else { return };
    if let Some(text) = out_of_range(schema, value, place) {
        out.add(Fault::Composite { text });
    }
    let flag = |name: &str| schema.get(name) == Some(&Value::Bool(true));
    let mut invalid = |text: String| {
        out.add(Fault::Invalid { at: place.text(), value: value.clone(), text });
    };
    if let Some(step) = schema.get("multipleOf").and_then(Value::as_f64)
        && !is_multiple(value, found, step)
    {
        invalid(format!("should be a multiple of {step}"));
    }
    if let Some(max) = schema.get("maximum").and_then(Value::as_f64) {
        let exclusive = flag("exclusiveMaximum");
        if found > max || (exclusive && found == max) {
            let or_equal = if exclusive { "" } else { " or equal to" };
            invalid(format!("should be less than{or_equal} {max}"));
        }
    }
    if let Some(min) = schema.get("minimum").and_then(Value::as_f64) {
        let exclusive = flag("exclusiveMinimum");
        if found < min || (exclusive && found == min) {
            let or_equal = if exclusive { "" } else { " or equal to" };
            invalid(format!("should be greater than{or_equal} {min}"));
        }
    }
}

/// Whether a number is outside of what its type and format can hold, in words.
fn out_of_range(schema: &Value, value: &Value, place: &Place<'_>) -> Option<String> {
    if schema.get("type").and_then(Value::as_str) != Some("integer") {
        return None;
    }
    let format = schema.get("format").and_then(Value::as_str).unwrap_or("");
    let whole = value.as_i64().or_else(|| {
        let float = value.as_f64().filter(|v| v.fract() == 0.0 && v.abs() < 9.2e18)?;
        Some(float as i64)
    });
    let fits = match (format, whole) {
        (_, None) => false,
        ("int32", Some(n)) => i32::try_from(n).is_ok(),
        ("uint32", Some(n)) => u32::try_from(n).is_ok(),
        ("uint64", Some(n)) => n >= 0,
        _ => true,
    };
    let how = match format {
        "" => "(default format)".to_owned(),
        format => format!("with format {format}"),
    };
    (!fits).then(|| format!("Checked value must be of type integer {how} in {}", place.text()))
}

/// Whole numbers are compared with a whole step, as upstream does: one below 1 fits none.
fn is_multiple(value: &Value, found: f64, step: f64) -> bool {
    match value.as_i64() {
        Some(whole) => {
            let step = step as i64;
            step > 0 && whole % step == 0
        }
        None if step < 1.0 => (1.0 / step * found).fract() == 0.0,
        None => (found / step).fract() == 0.0,
    }
}
