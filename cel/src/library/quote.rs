//! `strings.quote`: text as a literal.

use super::Call;
use crate::value::{Error, Value};

pub(super) fn quote<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text)] = call.args else { return Err(call.no_overload("strings.quote")) };
    Ok(Value::text(quoted(text)))
}

/// `text` in double quotes, with escapes for what cannot stand there.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
