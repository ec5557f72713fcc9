//! JSON text as Go's `encoding/json` writes it.

use std::io::{Result, Write};

use serde_json::ser::Formatter;

/// Escapes `<`, `>`, `&` and the two Unicode line ends, and prints floats as Go does.
pub(super) struct GoFormat;

impl Formatter for GoFormat {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, w: &mut W, text: &str) -> Result<()> {
        let escape = |c: char| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
        let mut rest = text;
        while let Some(at) = rest.find(escape) {
            let (plain, tail) = rest.split_at(at);
            w.write_all(plain.as_bytes())?;
            let mut chars = tail.chars();
            if let Some(c) = chars.next() {
                write!(w, "\\u{:04x}", u32::from(c))?;
            }
            rest = chars.as_str();
        }
        w.write_all(rest.as_bytes())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, w: &mut W, value: f64) -> Result<()> {
        write_double(w, value)
    }
}

/// Writes a finite number with Go's choice of notation.
pub(super) fn write_double<W: ?Sized + Write>(w: &mut W, value: f64) -> Result<()> {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        // Rust prints `1e21` where Go prints `1e+21`.
        let text = format!("{value:e}");
        return match text.split_once('e') {
            Some((digits, power)) if !power.starts_with('-') => write!(w, "{digits}e+{power}"),
            _ => w.write_all(text.as_bytes()),
        };
    }
    write!(w, "{value}")
}
