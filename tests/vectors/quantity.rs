//! `resource.Quantity`: parsing, printing, arithmetic, conversions.

use bowline::apimachinery::quantity::{Format, KILO, NANO, ParseQuantityError, Quantity};
use serde_json::{Map, Value, json};

use crate::harness::{Outcome, same, text, topic};

#[test]
fn quantity() {
    topic("quantity", |kind, input, want| match kind {
        "parse" => same(&parsed(text(input, "s"), want), want),
        "json" => same(&recoded(text(input, "text")), want),
        "cmp" => {
            let (a, b) = (operand(input, "a")?, operand(input, "b")?);
            same(&json!({"cmp": a.cmp(&b) as i8, "equal": a == b}), want)
        }
        "add" => same(&sum(operand(input, "a")? + &operand(input, "b")?), want),
        "sub" => same(&sum(operand(input, "a")? - &operand(input, "b")?), want),
        "mul" => {
            let mut product = operand(input, "a")?;
            let fits = product.mul(number(input, "by"));
            let mut got = sum(product);
            got["fitsInt64"] = fits.into();
            same(&got, want)
        }
        "neg" => same(&json!({"string": (-operand(input, "a")?).to_string()}), want),
        "roundUp" => {
            let mut rounded = operand(input, "a")?;
            let exact = rounded.round_up(number(input, "scale") as i32);
            same(&json!({"exact": exact, "string": rounded.to_string()}), want)
        }
        "make" => made(input, want),
        _ => Err(crate::harness::Miss::NotImplemented),
    });
}

fn operand(input: &Value, field: &str) -> Result<Quantity, String> {
    Quantity::parse(text(input, field)).map_err(|error| format!("{field} does not parse: {error}"))
}

fn number(input: &Value, field: &str) -> i64 {
    let spelled = || input[field].as_str().and_then(|text| text.parse().ok());
    input[field].as_i64().or_else(spelled).expect("a whole number")
}

fn failure(error: ParseQuantityError) -> Value {
    let reason = match error {
        ParseQuantityError::Format => "format",
        ParseQuantityError::Suffix => "suffix",
        ParseQuantityError::Numeric => "numeric",
        _ => "other",
    };
    json!({"error": true, "reason": reason})
}

fn parsed(text: &str, want: &Value) -> Value {
    let quantity = match Quantity::parse(text) {
        Ok(quantity) => quantity,
        Err(error) => return failure(error),
    };
    let mut got = Map::new();
    let mut put = |field: &str, value: Value| got.insert(field.to_owned(), value);
    put("string", quantity.to_string().into());
    put("canonical", quantity.to_canonical_string().into());
    put("json", serde_json::to_string(&quantity).expect("a string").into());
    put("value", quantity.value().to_string().into());
    put("milliValue", quantity.milli_value().to_string().into());
    for scale in [-9, -6, 3, 6] {
        put(&format!("scaled{scale}"), quantity.scaled_value(scale).to_string().into());
    }
    put("format", quantity.format().to_string().into());
    put("sign", (quantity.sign() as i8).into());
    put("isZero", quantity.is_zero().into());
    put("asInt64", quantity.as_int64().map(|value| value.to_string()).into());
    put("float", float_as_recorded(quantity.as_f64(), &want["float"]));
    put("dec", quantity.to_decimal_string().into());
    got.into()
}

/// Floats are recorded in Go's spelling; the same float in it is the same.
fn float_as_recorded(value: f64, recorded: &Value) -> Value {
    let same = recorded.as_str().and_then(|text| text.parse::<f64>().ok()) == Some(value);
    if same { recorded.clone() } else { value.to_string().into() }
}

fn sum(quantity: Quantity) -> Value {
    json!({"format": quantity.format().to_string(), "string": quantity.to_string()})
}

fn recoded(text: &str) -> Value {
    match Quantity::from_json_text(text) {
        Ok(quantity) => json!({"text": serde_json::to_string(&quantity).expect("a string")}),
        Err(error) => failure(error),
    }
}

fn made(input: &Value, want: &Value) -> Outcome {
    let value = number(input, "value");
    let format = match text(input, "format") {
        "DecimalSI" => Format::DecimalSI,
        "BinarySI" => Format::BinarySI,
        _ => Format::DecimalExponent,
    };
    let quantity = match text(input, "unit") {
        "unit" => Quantity::new(value, format),
        "milli" => Quantity::new_milli(value, format),
        "nano" => Quantity::new_scaled(value, NANO),
        "kilo" => Quantity::new_scaled(value, KILO),
        other => return Err(format!("unknown unit {other}").into()),
    };
    let got = json!({
        "string": quantity.to_string(),
        "value": quantity.value().to_string(),
        "milliValue": quantity.milli_value().to_string(),
    });
    same(&got, want)
}
