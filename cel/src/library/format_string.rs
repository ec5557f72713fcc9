//! `string.format`: clauses such as `%s` and `%.2f`.

use super::{Call, quote};
use crate::number;
use crate::value::{Duration, Error, ErrorKind, Value};

/// A clause of a format string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clause {
    String,
    Decimal,
    Fixed(usize),
    Scientific(usize),
    Binary,
    Hex { upper: bool },
    Octal,
}

/// How many digits a clause may ask for.
const MAX_PRECISION: usize = 1000;

impl Clause {
    /// What is said of an argument of a type that the clause does not print.
    pub(crate) fn refusal(self, t: &str) -> String {
        let what = match self {
            Clause::String => {
                "string clause can only be used on strings, bools, bytes, ints, doubles, maps, \
                 lists, types, durations, and timestamps"
            }
            Clause::Decimal => "decimal clause can only be used on integers",
            Clause::Fixed(_) => "fixed-point clause can only be used on doubles",
            Clause::Scientific(_) => "scientific clause can only be used on doubles",
            Clause::Binary => "only integers and bools can be formatted as binary",
            Clause::Hex { .. } => {
                "only integers, byte buffers, and strings can be formatted as hex"
            }
            Clause::Octal => "octal clause can only be used on integers",
        };
        format!("{what}, was given {t}")
    }
}

/// The clauses of a format string in order, `None` for each `%%`.
pub(crate) fn clauses(text: &str) -> Vec<Result<Option<Clause>, String>> {
    pieces(text)
        .into_iter()
        .filter_map(|p| match p {
            Ok(Piece::Text(_)) => None,
            Ok(Piece::Clause(clause)) => Some(Ok(Some(clause))),
            Err(e) => Some(Err(e)),
        })
        .collect()
}

enum Piece<'t> {
    Text(&'t str),
    Clause(Clause),
}

fn pieces(text: &str) -> Vec<Result<Piece<'_>, String>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        if at > 0 {
            out.push(Ok(Piece::Text(&rest[..at])));
        }
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            out.push(Ok(Piece::Text("%")));
            rest = after;
            continue;
        }
        match clause(rest) {
            Ok((clause, len)) => {
                out.push(Ok(Piece::Clause(clause)));
                rest = &rest[len..];
            }
            Err(message) => {
                out.push(Err(message));
                return out;
            }
        }
    }
    if !rest.is_empty() {
        out.push(Ok(Piece::Text(rest)));
    }
    out
}

fn clause(text: &str) -> Result<(Clause, usize), String> {
    const PARSE: &str = "could not parse formatting clause";
    if text.is_empty() {
        return Err("unexpected end of string".to_owned());
    }
    let mut len = 0;
    let mut precision = 6;
    if let Some(after) = text.strip_prefix('.') {
        let digits = after.find(|c: char| !c.is_ascii_digit());
        let Some(digits) = digits else {
            return Err(format!(
                "{PARSE}: error while parsing precision: could not find end of precision specifier"
            ));
        };
        precision = after[..digits].parse().map_err(|_| {
            format!(
                "{PARSE}: error while parsing precision: error while converting precision to \
                 integer: strconv.Atoi: parsing \"{}\": invalid syntax",
                &after[..digits]
            )
        })?;
        if precision > MAX_PRECISION {
            return Err(format!("{PARSE}: precision {precision} is larger than {MAX_PRECISION}"));
        }
        len = 1 + digits;
    }
    let Some(verb) = text[len..].chars().next() else {
        return Err("unexpected end of string".to_owned());
    };
    let clause = match verb {
        's' => Clause::String,
        'd' => Clause::Decimal,
        'f' => Clause::Fixed(precision),
        'e' => Clause::Scientific(precision),
        'b' => Clause::Binary,
        'x' | 'X' => Clause::Hex { upper: verb == 'X' },
        'o' => Clause::Octal,
        other => return Err(format!("{PARSE}: unrecognized formatting clause \"{other}\"")),
    };
    Ok((clause, len + verb.len_utf8()))
}

pub(super) fn format<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text), Value::List(args)] = call.args else {
        return Err(call.no_overload("format"));
    };
    let mut out = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        match piece.map_err(Error::other)? {
            Piece::Text(text) => out.push_str(text),
            Piece::Clause(clause) => {
                let Some(arg) = args.get(used) else {
                    let message = format!("index {used} out of range");
                    return Err(Error::new(ErrorKind::Index, message));
                };
                used += 1;
                let text = print(clause, &arg?)
                    .map_err(|m| Error::other(format!("error during formatting: {m}")))?;
                out.push_str(&text);
            }
        }
    }
    Ok(Value::text(out))
}

fn print(clause: Clause, value: &Value<'_>) -> Result<String, String> {
    Ok(match (clause, value) {
        (Clause::String, value) => top_level(value)?,
        (Clause::Decimal, Value::Int(_) | Value::Uint(_)) => value.to_string(),
        (Clause::Fixed(precision), Value::Double(d)) => match special(*d) {
            Some(text) => text.to_owned(),
            None => format!("{d:.precision$}"),
        },
        (Clause::Scientific(precision), Value::Double(d)) => match special(*d) {
            Some(text) => text.to_owned(),
            None => exponent(*d, precision),
        },
        (Clause::Fixed(_) | Clause::Scientific(_), Value::String(text)) => match &**text {
            "NaN" => "NaN".to_owned(),
            "Infinity" => "\u{221e}".to_owned(),
            "-Infinity" => "-\u{221e}".to_owned(),
            _ => return Err(clause.refusal("string")),
        },
        (Clause::Binary, Value::Bool(b)) => u8::from(*b).to_string(),
        (Clause::Binary, Value::Int(i)) => signed(*i, |u| format!("{u:b}")),
        (Clause::Binary, Value::Uint(u)) => format!("{u:b}"),
        (Clause::Octal, Value::Int(i)) => signed(*i, |u| format!("{u:o}")),
        (Clause::Octal, Value::Uint(u)) => format!("{u:o}"),
        (Clause::Hex { upper }, value) => {
            let text = match value {
                Value::Int(i) => signed(*i, |u| format!("{u:x}")),
                Value::Uint(u) => format!("{u:x}"),
                Value::String(text) => hex(text.as_bytes()),
                Value::Bytes(bytes) => hex(bytes),
                other => return Err(clause.refusal(other.type_name())),
            };
            if upper { text.to_uppercase() } else { text }
        }
        (clause, value) => return Err(clause.refusal(value.type_name())),
    })
}

fn signed(i: i64, print: fn(u64) -> String) -> String {
    let sign = if i < 0 { "-" } else { "" };
    format!("{sign}{}", print(i.unsigned_abs()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn special(d: f64) -> Option<&'static str> {
    if d.is_nan() {
        Some("NaN")
    } else if d.is_infinite() {
        Some(if d > 0.0 { "\u{221e}" } else { "-\u{221e}" })
    } else {
        None
    }
}

/// Scientific notation as an English reader has it: `1.5 × 10⁰³`.
fn exponent(d: f64, precision: usize) -> String {
    let text = format!("{d:.precision$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { "\u{207b}" } else { "" };
    let raised: String = format!("{:02}", exponent.unsigned_abs())
        .bytes()
        .map(|b| match b - b'0' {
            1 => '\u{b9}',
            2 => '\u{b2}',
            3 => '\u{b3}',
            n => char::from_u32(0x2070 + u32::from(n)).unwrap_or('0'),
        })
        .collect();
    format!("{digits}\u{a0}\u{d7}\u{a0}10{sign}{raised}")
}

fn top_level(value: &Value<'_>) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.to_string()),
        Value::Bytes(bytes) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        Value::Double(d) => Ok(match special(*d) {
            Some(_) if d.is_nan() => "NaN".to_owned(),
            Some(text) => text.replace('\u{221e}', "Infinity"),
            None => number::format_double(*d),
        }),
        Value::Duration(d) => Ok(super::convert::seconds(*d)),
        Value::Timestamp(t) => Ok(t.to_string()),
        other => nested(other),
    }
}

/// A value inside a list or a map.
fn nested(value: &Value<'_>) -> Result<String, String> {
    Ok(match value {
        Value::String(text) => quote::quoted(text),
        Value::Bytes(bytes) => quote::quoted(&String::from_utf8_lossy(bytes)),
        Value::Double(d) => match special(*d) {
            Some(_) if d.is_nan() => "\"NaN\"".to_owned(),
            Some(text) => format!("\"{}\"", text.replace('\u{221e}', "Infinity")),
            None => format!("{d:.6}"),
        },
        Value::Duration(d) => duration(*d),
        Value::Timestamp(t) => format!("timestamp(\"{t}\")"),
        Value::List(list) => {
            let mut parts = Vec::new();
            for value in list.iter() {
                parts.push(nested(&value.map_err(|e| e.to_string())?)?);
            }
            format!("[{}]", parts.join(", "))
        }
        Value::Map(map) => {
            let mut parts = Vec::new();
            for key in map.keys() {
                let Some(value) = map.get(&key) else { continue };
                let value = nested(&value.map_err(|e| e.to_string())?)?;
                parts.push((nested(&key)?, value));
            }
            parts.sort();
            let parts: Vec<_> = parts.into_iter().map(|(k, v)| format!("{k}:{v}")).collect();
            format!("{{{}}}", parts.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Uint(_) | Value::Type(_) => {
            value.to_string()
        }
        other => return Err(Clause::String.refusal(other.type_name())),
    })
}

fn duration(d: Duration) -> String {
    format!("duration(\"{}\")", super::convert::seconds(d))
}
