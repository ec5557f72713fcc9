//! `fieldPath` of a rule: which field is to blame, as a path through properties and maps.

use crate::schema::Schema;

/// Reads a path such as `.spec.labels['a.b']` against the schema it starts from, and answers it as
/// field errors spell it: `spec.labels[a.b]`.
///
/// # Errors
/// It is malformed, or leads to no field.
pub fn field_path(text: &str, schema: &Schema) -> Result<String, String> {
    const NO_FIELD: &str = "does not refer to a valid field";
    let mut tokens = Tokens { rest: text };
    let mut schema = schema;
    let mut out = String::new();
    while let Some(token) = tokens.next() {
        let name = match token {
            "." => {
                let name = tokens.next().ok_or("unexpected end of JSON path")?;
                name.to_owned()
            }
            "[" => {
                let quoted = tokens.next().ok_or("unexpected end of JSON path")?;
                let inner = quoted
                    .strip_prefix('\'')
                    .and_then(|q| q.strip_suffix('\''))
                    .filter(|_| quoted.len() >= 2)
                    .ok_or_else(|| format!("expected single quoted string but got {quoted}"))?;
                let name = unescape(inner).map_err(|e| format!("invalid string literal: {e}"))?;
                match tokens.next() {
                    None if schema.properties.is_none() && schema.additional.is_none() => {
                        return Err(NO_FIELD.to_owned());
                    }
                    None => return Err("unexpected end of JSON path".to_owned()),
                    Some("]") => {}
                    Some(other) => return Err(format!("expected ] but got {other}")),
                }
                name
            }
            other => return Err(format!("expected [ or . but got: {other}")),
        };
        if let Some(properties) = &schema.properties {
            schema = properties.get(&name).ok_or(NO_FIELD)?;
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(&name);
        } else {
            schema = schema.additional.as_deref().ok_or(NO_FIELD)?;
            out.push('[');
            out.push_str(&name);
            out.push(']');
        }
    }
    Ok(out)
}

struct Tokens<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let first = self.rest.bytes().next()?;
        let len = if first == b'\'' {
            let bytes = self.rest.as_bytes();
            let end = (1..bytes.len()).find(|i| bytes[*i] == b'\'' && bytes[*i - 1] != b'\\');
            end.map_or(self.rest.len(), |i| i + 1)
        } else if matches!(first, b'.' | b'[' | b']') {
            1
        } else {
            self.rest.find(['.', '[', ']']).unwrap_or(self.rest.len())
        };
        let (token, rest) = self.rest.split_at(len);
        self.rest = rest;
        Some(token)
    }
}

fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match chars.next() {
            Some('a') => '\x07',
            Some('b') => '\x08',
            Some('f') => '\x0c',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('v') => '\x0b',
            Some(c @ ('\'' | '\\')) => c,
            Some(other) => return Err(format!("invalid escape char \\{other}")),
            None => '\\',
        });
    }
    Ok(out)
}
