//! Texts in quotes, as Go's `%q` writes them.

use std::fmt::{self, Write};

/// A text that prints between double quotes with Go's escapes.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(&'a str);

/// Quotes a text for a message. Upstream: Go's `strconv.Quote`.
pub fn quoted(text: &str) -> Quoted<'_> {
    Quoted(text)
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\u{7}' => f.write_str("\\a")?,
                '\u{8}' => f.write_str("\\b")?,
                '\u{c}' => f.write_str("\\f")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                '\u{b}' => f.write_str("\\v")?,
                c if is_printable(c) => f.write_char(c)?,
                c if c < ' ' || c == '\u{7f}' => write!(f, "\\x{:02x}", c as u32)?,
                c if (c as u32) < 0x1_0000 => write!(f, "\\u{:04x}", c as u32)?,
                c => write!(f, "\\U{:08x}", c as u32)?,
            }
        }
        f.write_char('"')
    }
}

/// Whether a character shows: a letter, mark, number, punctuation, symbol or the plain space.
/// Upstream: Go's `unicode.IsPrint`.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return c == ' ' || c.is_ascii_graphic();
    }
    // The standard library keeps the table of printable characters for its own escapes. Only the
    // first character of a text is also escaped for combining with what stands before it.
    let mut buffer = [b'a', 0, 0, 0, 0];
    let length = c.encode_utf8(&mut buffer[1..]).len();
    std::str::from_utf8(&buffer[..=length]).is_ok_and(|text| text.escape_debug().count() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_go() {
        for (text, want) in [
            ("plain é 世", "\"plain é 世\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("\n\t\u{7}\u{0}\u{1f}\u{7f}", "\"\\n\\t\\a\\x00\\x1f\\x7f\""),
            ("\u{ad}\u{a0}\u{2028}\u{feff}", "\"\\u00ad\\u00a0\\u2028\\ufeff\""),
            ("\u{e0001}\u{10ffff}", "\"\\U000e0001\\U0010ffff\""),
            ("e\u{301}", "\"e\u{301}\""),
            ("\u{301}", "\"\u{301}\""),
        ] {
            assert_eq!(quoted(text).to_string(), want);
        }
    }
}
