//! Escapes in string and bytes literals.

use std::fmt::Write as _;

/// Decodes the inside of a string literal; `raw` leaves backslashes alone.
pub(super) fn string(body: &str, raw: bool) -> Result<String, &'static str> {
    let body = newlines(body);
    if raw {
        return Ok(body);
    }
    let mut out = String::with_capacity(body.len());
    unescape(&body, false, &mut |piece| match piece {
        Piece::Text(c) => out.push(c),
        Piece::Byte(b) => {
            let _ = write!(out, "{}", char::from(b));
        }
    })?;
    Ok(out)
}

/// Decodes the inside of a bytes literal.
pub(super) fn bytes(body: &str, raw: bool) -> Result<Vec<u8>, &'static str> {
    let body = newlines(body);
    if raw {
        return Ok(body.into_bytes());
    }
    let mut out = Vec::with_capacity(body.len());
    unescape(&body, true, &mut |piece| match piece {
        Piece::Text(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        Piece::Byte(b) => out.push(b),
    })?;
    Ok(out)
}

enum Piece {
    Text(char),
    Byte(u8),
}

fn newlines(body: &str) -> String {
    body.replace("\r\n", "\n").replace('\r', "\n")
}

fn unescape(body: &str, bytes: bool, emit: &mut dyn FnMut(Piece)) -> Result<(), &'static str> {
    const BAD: &str = "unable to unescape string";
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            emit(Piece::Text(c));
            continue;
        }
        let c = chars.next().ok_or(BAD)?;
        let plain = match c {
            'a' => '\x07',
            'b' => '\x08',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            '\\' | '\'' | '"' | '`' | '?' => c,
            'x' | 'X' | 'u' | 'U' => {
                let digits = match c {
                    'u' => 4,
                    'U' => 8,
                    _ => 2,
                };
                if bytes && digits > 2 {
                    return Err(BAD);
                }
                let value = number(&mut chars, None, digits, 16).ok_or(BAD)?;
                emit_code(value, bytes, emit).ok_or(BAD)?;
                continue;
            }
            '0'..='3' => {
                let value = number(&mut chars, c.to_digit(8), 2, 8).ok_or(BAD)?;
                emit_code(value, bytes, emit).ok_or(BAD)?;
                continue;
            }
            _ => return Err(BAD),
        };
        emit(Piece::Text(plain));
    }
    Ok(())
}

fn number(
    chars: &mut std::str::Chars<'_>,
    first: Option<u32>,
    digits: usize,
    radix: u32,
) -> Option<u32> {
    let mut value = first.unwrap_or(0);
    for _ in 0..digits {
        value = value.checked_mul(radix)?.checked_add(chars.next()?.to_digit(radix)?)?;
    }
    Some(value)
}

fn emit_code(value: u32, bytes: bool, emit: &mut dyn FnMut(Piece)) -> Option<()> {
    emit(if bytes {
        Piece::Byte(u8::try_from(value).ok()?)
    } else {
        Piece::Text(char::from_u32(value)?)
    });
    Some(())
}
