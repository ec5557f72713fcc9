//! `matches`, `find` and `findAll`.

use std::borrow::Cow;

use super::{Call, Implementation, Library};
use crate::regex::Regex;
use crate::value::{Error, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
string_find_string: <string>.find(string) -> string
string_find_all_string: <string>.findAll(string) -> list(string)
string_find_all_string_int: <string>.findAll(string, int) -> list(string)",
    types: &[],
    implementation: |name| -> Option<Implementation> {
        match name {
            "find" => Some(find),
            "findAll" => Some(find_all),
            _ => None,
        }
    },
};

/// The functions whose second argument is a pattern.
pub(crate) fn takes_pattern(function: &str) -> bool {
    matches!(function, "matches" | "find" | "findAll")
}

fn pattern<'c>(call: &Call<'c, '_>, text: &str) -> Result<Cow<'c, Regex>, Error> {
    match call.regex {
        Some(regex) => Ok(Cow::Borrowed(regex)),
        None => Regex::new(text).map(Cow::Owned).map_err(|e| Error::other(e.to_string())),
    }
}

pub(super) fn matches<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text), Value::String(regex)] = call.args else {
        return Err(call.no_overload("matches"));
    };
    Ok(Value::Bool(pattern(&call, regex)?.is_match(text)))
}

fn find<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text), Value::String(regex)] = call.args else {
        return Err(call.no_overload("find"));
    };
    Ok(Value::text(pattern(&call, regex)?.find(text).unwrap_or_default()))
}

fn find_all<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let (text, regex, limit) = match call.args {
        [Value::String(text), Value::String(regex)] => (text, regex, -1),
        [Value::String(text), Value::String(regex), Value::Int(limit)] => (text, regex, *limit),
        _ => return Err(call.no_overload("findAll")),
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let regex = pattern(&call, regex)?;
    Ok(Value::list(regex.find_all(text).take(limit).map(Value::text).collect()))
}
