//! Text: what every CEL has, and the extension that Kubernetes offers.

use super::{Call, Implementation, Library, format_string, quote};
use crate::value::{Error, ErrorKind, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
string_char_at_int: <string>.charAt(int) -> string
string_index_of_string: <string>.indexOf(string) -> int
string_index_of_string_int: <string>.indexOf(string, int) -> int
string_last_index_of_string: <string>.lastIndexOf(string) -> int
string_last_index_of_string_int: <string>.lastIndexOf(string, int) -> int
string_lower_ascii: <string>.lowerAscii() -> string
string_replace_string_string: <string>.replace(string, string) -> string
string_replace_string_string_int: <string>.replace(string, string, int) -> string
string_split_string: <string>.split(string) -> list(string)
string_split_string_int: <string>.split(string, int) -> list(string)
string_substring_int: <string>.substring(int) -> string
string_substring_int_int: <string>.substring(int, int) -> string
string_trim: <string>.trim() -> string
string_upper_ascii: <string>.upperAscii() -> string
list_join: <list(string)>.join() -> string
list_join_string: <list(string)>.join(string) -> string",
    types: &[],
    implementation,
};

/// What version 2 of the extension adds.
pub(crate) const EXTENDED: Library = Library {
    declarations: "
string_format: <string>.format(list(dyn)) -> string
strings_quote: strings.quote(string) -> string",
    types: &[],
    implementation,
};

/// How long text made by an expression may grow, in bytes: its cost counts what it is made from.
const MAX_TEXT: usize = 16 << 20;

pub(super) fn standard(name: &str) -> Option<Implementation> {
    Some(match name {
        "contains" => |call| test(call, |s, t| s.contains(t)),
        "startsWith" => |call| test(call, |s, t| s.starts_with(t)),
        "endsWith" => |call| test(call, |s, t| s.ends_with(t)),
        "matches" => super::regex::matches,
        _ => return None,
    })
}

fn implementation(name: &str) -> Option<Implementation> {
    Some(match name {
        "charAt" => char_at,
        "indexOf" => |call| index_of(call, false),
        "lastIndexOf" => |call| index_of(call, true),
        "lowerAscii" => |call| map(call, |s| s.to_ascii_lowercase()),
        "upperAscii" => |call| map(call, |s| s.to_ascii_uppercase()),
        "replace" => replace,
        "split" => split,
        "substring" => substring,
        "trim" => |call| map(call, |s| s.trim_matches(is_space).to_owned()),
        "join" => join,
        "format" => format_string::format,
        "strings.quote" => quote::quote,
        _ => return None,
    })
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{200e}' && c != '\u{200f}'
}

fn refuse<'a>(call: &Call<'_, '_>, function: &str) -> Result<Value<'a>, Error> {
    Err(call.no_overload(function))
}

fn test<'a>(call: Call<'_, 'a>, holds: fn(&str, &str) -> bool) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::String(s), Value::String(t)] => Ok(Value::Bool(holds(s, t))),
        _ => Err(Error::new(ErrorKind::NoSuchOverload, "no such overload")),
    }
}

fn map<'a>(call: Call<'_, 'a>, f: fn(&str) -> String) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::String(s)] => Ok(Value::text(f(s))),
        _ => Err(Error::new(ErrorKind::NoSuchOverload, "no such overload")),
    }
}

fn out_of_range(index: i64) -> Error {
    Error::new(ErrorKind::Index, format!("index out of range: {index}"))
}

/// Byte offset of a character; its own length past the last one.
fn offset(text: &str, index: usize) -> Option<usize> {
    if text.is_ascii() {
        return (index <= text.len()).then_some(index);
    }
    text.char_indices().map(|(i, _)| i).chain([text.len()]).nth(index)
}

fn char_at<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text), Value::Int(index)] = call.args else {
        return refuse(&call, "charAt");
    };
    let at = usize::try_from(*index).ok().and_then(|i| offset(text, i));
    let at = at.ok_or_else(|| out_of_range(*index))?;
    Ok(Value::text(text[at..].chars().next().map(String::from).unwrap_or_default()))
}

fn index_of<'a>(call: Call<'_, 'a>, last: bool) -> Result<Value<'a>, Error> {
    let name = if last { "lastIndexOf" } else { "indexOf" };
    let (text, part, from) = match call.args {
        [Value::List(list), value] => return super::lists::index_of(list, value, last),
        [Value::String(text), Value::String(part)] => (text, part, None),
        [Value::String(text), Value::String(part), Value::Int(from)] => (text, part, Some(*from)),
        _ => return refuse(&call, name),
    };
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let part_length = i64::try_from(part.chars().count()).unwrap_or(i64::MAX);
    let int = |i: i64| Ok(Value::Int(i));
    if last {
        let from = match from {
            None if part.is_empty() => return int(length),
            None if length < part_length => return int(-1),
            None => length - part_length,
            Some(from) if part.is_empty() => return int(from),
            Some(from) => from,
        };
        if from < 0 {
            return Err(out_of_range(from));
        }
        let from = from.min(length - part_length);
        if from < 0 {
            return int(-1);
        }
        let end = usize::try_from(from + part_length).ok().and_then(|e| offset(text, e));
        let head = &text[..end.unwrap_or(text.len())];
        return int(position(text, head.rfind(&**part)));
    }
    let from = from.unwrap_or(0);
    if part.is_empty() {
        return int(from);
    }
    if from < 0 {
        return Err(out_of_range(from));
    }
    let start = usize::try_from(from).ok().and_then(|i| offset(text, i));
    let Some(start) = start else { return int(-1) };
    int(position(text, text[start..].find(&**part).map(|i| i + start)))
}

/// A byte offset as the number of a character; -1 for none.
fn position(text: &str, at: Option<usize>) -> i64 {
    at.and_then(|i| i64::try_from(text[..i].chars().count()).ok()).unwrap_or(-1)
}

fn replace<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let (text, from, to, count) = match call.args {
        [Value::String(text), Value::String(from), Value::String(to)] => (text, from, to, -1),
        [Value::String(text), Value::String(from), Value::String(to), Value::Int(n)] => {
            (text, from, to, *n)
        }
        _ => return refuse(&call, "replace"),
    };
    let most = text.chars().count() + 1;
    let count = usize::try_from(count).unwrap_or(most);
    let matches = if from.is_empty() { most } else { text.matches(&**from).count() };
    if text.len().saturating_add(matches.min(count).saturating_mul(to.len())) > MAX_TEXT {
        return Err(Error::cost(u64::MAX / 2));
    }
    Ok(Value::text(text.replacen(&**from, to, count)))
}

fn split<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let (text, by, limit) = match call.args {
        [Value::String(text), Value::String(by)] => (text, by, -1),
        [Value::String(text), Value::String(by), Value::Int(limit)] => (text, by, *limit),
        _ => return refuse(&call, "split"),
    };
    let parts: Vec<&str> = if limit == 0 {
        Vec::new()
    } else if by.is_empty() {
        characters(text, usize::try_from(limit).unwrap_or(usize::MAX))
    } else if limit < 0 {
        text.split(&**by).collect()
    } else {
        text.splitn(usize::try_from(limit).unwrap_or(usize::MAX), &**by).collect()
    };
    Ok(Value::list(parts.into_iter().map(Value::text).collect()))
}

/// The characters one by one, the rest in the last part.
fn characters(text: &str, limit: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if parts.len() + 1 == limit {
            parts.push(rest);
            break;
        }
        let (head, tail) = rest.split_at(c.len_utf8());
        parts.push(head);
        rest = tail;
    }
    parts
}

fn substring<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let (text, start, end) = match call.args {
        [Value::String(text), Value::Int(start)] => (text, *start, None),
        [Value::String(text), Value::Int(start), Value::Int(end)] => (text, *start, Some(*end)),
        _ => return refuse(&call, "substring"),
    };
    if let Some(end) = end
        && start > end
    {
        let message = format!("invalid substring range. start: {start}, end: {end}");
        return Err(Error::new(ErrorKind::Index, message));
    }
    let at = |i: i64| {
        let offset = usize::try_from(i).ok().and_then(|i| offset(text, i));
        offset.ok_or_else(|| out_of_range(i))
    };
    let start = at(start)?;
    let end = end.map_or(Ok(text.len()), at)?;
    Ok(Value::text(&text[start..end]))
}

fn join<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let (list, separator) = match call.args {
        [Value::List(list)] => (list, ""),
        [Value::List(list), Value::String(separator)] => (list, &**separator),
        _ => return refuse(&call, "join"),
    };
    let mut out = String::new();
    for (i, value) in list.iter().enumerate() {
        if i > 0 {
            out.push_str(separator);
        }
        match value? {
            Value::String(text) => out.push_str(&text),
            other => {
                let message = format!("join: invalid input: {other}");
                return Err(Error::other(message));
            }
        }
        if out.len() > MAX_TEXT {
            return Err(Error::cost(u64::MAX / 2));
        }
    }
    Ok(Value::text(out))
}
