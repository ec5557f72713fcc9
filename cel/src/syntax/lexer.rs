//! Tokens.

use super::ast::Literal;
use super::literal;

/// A token with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) offset: usize,
    pub(super) text: &'t str,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'t> {
    Name(&'t str),
    Literal(Literal),
    /// A number or string that is well shaped and yet has no value, with the message.
    Bad(&'static str),
    /// Integer digits (decimal or hexadecimal); the sign in front decides whether they fit.
    Int(&'t str),
    Float(f64),
    Symbol(&'static str),
    End,
}

/// What stops the lexer.
pub(super) struct LexError {
    pub(super) offset: usize,
    pub(super) message: String,
}

const SYMBOLS: [&str; 25] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "[", "]", "{", "}", "(", ")", ".", ",", "-", "!",
    "?", ":", "+", "*", "/", "%", "in",
];

/// Splits `text` into tokens; the last one is [`Kind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, LexError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if matches!(c, ' ' | '\t' | '\r' | '\n' | '\x0c') {
            at += 1;
            continue;
        }
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let (kind, len) = if let Some(found) = quoted(rest, at)? {
            found
        } else if c.is_ascii_alphabetic() || c == '_' {
            word(rest)
        } else if c.is_ascii_digit()
            || (c == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()))
        {
            number(rest)
        } else if let Some(symbol) = SYMBOLS.iter().find(|s| rest.starts_with(**s)) {
            (Kind::Symbol(symbol), symbol.len())
        } else {
            let message = format!("Syntax error: token recognition error at: '{c}'");
            return Err(LexError { offset: at, message });
        };
        out.push(Token { kind, offset: at, text: &rest[..len] });
        at += len;
    }
    out.push(Token { kind: Kind::End, offset: text.len(), text: "<EOF>" });
    Ok(out)
}

fn word(rest: &str) -> (Kind<'_>, usize) {
    let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    let kind = match &rest[..len] {
        "true" => Kind::Literal(Literal::Bool(true)),
        "false" => Kind::Literal(Literal::Bool(false)),
        "null" => Kind::Literal(Literal::Null),
        "in" => Kind::Symbol("in"),
        name => Kind::Name(name),
    };
    (kind, len)
}

fn number(rest: &str) -> (Kind<'_>, usize) {
    let bytes = rest.as_bytes();
    let digits =
        |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    if rest.starts_with("0x") && bytes.get(2).is_some_and(u8::is_ascii_hexdigit) {
        let end = 2 + bytes[2..].iter().take_while(|b| b.is_ascii_hexdigit()).count();
        return whole(rest, end);
    }
    let mut end = digits(0);
    let mut float = false;
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = digits(end + 1);
        float = true;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end = digits(end + 1 + sign);
            float = true;
        }
    }
    if !float {
        return whole(rest, end);
    }
    let value = rest[..end].parse::<f64>().ok().filter(|v| v.is_finite());
    (value.map_or(Kind::Bad("invalid double literal"), Kind::Float), end)
}

fn whole(rest: &str, end: usize) -> (Kind<'_>, usize) {
    if !matches!(rest.as_bytes().get(end), Some(b'u' | b'U')) {
        return (Kind::Int(&rest[..end]), end);
    }
    let value = match rest[..end].strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => rest[..end].parse(),
    };
    let kind = value.map_or(Kind::Bad("invalid uint literal"), |v| Kind::Literal(Literal::Uint(v)));
    (kind, end + 1)
}

fn quoted(rest: &str, at: usize) -> Result<Option<(Kind<'_>, usize)>, LexError> {
    let bytes = rest.as_bytes();
    let (mut is_bytes, mut raw, mut start) = (false, false, 0);
    while start < 2 {
        match bytes.get(start) {
            Some(b'b' | b'B') if !is_bytes && !raw => is_bytes = true,
            Some(b'r' | b'R') if !raw => raw = true,
            _ => break,
        }
        start += 1;
    }
    let Some(quote @ (b'\'' | b'"')) = bytes.get(start).copied() else { return Ok(None) };
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let open = start + if triple { 3 } else { 1 };
    let mut i = open;
    loop {
        match bytes.get(i) {
            Some(b'\\') if !raw => i += 2,
            Some(b'\n' | b'\r') if !triple => break,
            Some(q) if *q == quote && (!triple || bytes[i..].starts_with(&[quote; 3])) => {
                let body = &rest[open..i];
                let end = i + if triple { 3 } else { 1 };
                let kind = if is_bytes {
                    literal::bytes(body, raw).map(|b| Literal::Bytes(b.into()))
                } else {
                    literal::string(body, raw).map(|s| Literal::String(s.into()))
                };
                return Ok(Some((kind.map_or_else(Kind::Bad, Kind::Literal), end)));
            }
            Some(_) => i += 1,
            None => break,
        }
    }
    let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let message = format!("Syntax error: token recognition error at: '{}'", &rest[..end]);
    Err(LexError { offset: at, message })
}
