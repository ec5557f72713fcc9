//! Function declarations, written as lines of text such as
//! `string_char_at_int: <string>.charAt(int) -> string`.

use std::sync::Arc;

use super::Type;

/// One overload of a function.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// Name of the overload, unique among all.
    pub(crate) id: &'static str,
    /// Name of the function.
    pub(crate) function: &'static str,
    /// Called as `receiver.function()`; the receiver is the first argument.
    pub(crate) member: bool,
    /// Types of the arguments.
    pub(crate) args: Vec<Type>,
    /// Type of the result.
    pub(crate) result: Type,
}

/// Reads one declaration. Single capital letters are type parameters.
pub(crate) fn parse(line: &'static str) -> Option<Signature> {
    let (id, rest) = line.split_once(": ")?;
    let (call, result) = rest.split_once(" -> ")?;
    let (receiver, call) = match call.strip_prefix('<') {
        Some(rest) => {
            let (receiver, call) = rest.split_once(">.")?;
            (Some(receiver), call)
        }
        None => (None, call),
    };
    let (function, args) = call.strip_suffix(')')?.split_once('(')?;
    let mut types: Vec<Type> = Vec::new();
    if let Some(receiver) = receiver {
        types.push(parse_type(receiver));
    }
    types.extend(split(args).map(parse_type));
    let result = parse_type(result);
    Some(Signature { id, function, member: receiver.is_some(), args: types, result })
}

/// Reads the spelling of a type; unknown names become types without fields.
pub(crate) fn parse_type(text: &str) -> Type {
    let text = text.trim();
    let (name, params) = match text.strip_suffix(')').and_then(|t| t.split_once('(')) {
        Some((name, params)) => (name, split(params).map(parse_type).collect()),
        None => (text, Vec::new()),
    };
    let mut params: std::vec::IntoIter<Type> = Vec::into_iter(params);
    let mut next = || params.next().unwrap_or(Type::Dyn);
    match name {
        "dyn" => Type::Dyn,
        "null_type" => Type::Null,
        "bool" => Type::Bool,
        "int" => Type::Int,
        "uint" => Type::Uint,
        "double" => Type::Double,
        "string" => Type::String,
        "bytes" => Type::Bytes,
        "duration" | "google.protobuf.Duration" => Type::Duration,
        "timestamp" | "google.protobuf.Timestamp" => Type::Timestamp,
        "type" => Type::Type(params.next().map(Arc::new)),
        "list" => Type::list(next()),
        "map" => {
            let key = next();
            Type::map(key, next())
        }
        "optional" => Type::optional(next()),
        "net.IP" | "net.CIDR" => Type::Opaque(Arc::from(name), Vec::new()),
        name if name.len() == 1 => Type::Param(Arc::from(name)),
        name => Type::object(name, std::collections::BTreeMap::new()),
    }
}

/// Splits at commas that are in no parentheses.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut depth = 0;
        let end = rest.find(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            c == ',' && depth == 0
        });
        let (head, tail) = end.map_or((rest, ""), |i| (&rest[..i], &rest[i + 1..]));
        rest = tail.trim();
        Some(head.trim())
    })
}
