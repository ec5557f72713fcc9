//! A line of a container's log: time, stream, tag, text.

use bowline_apimachinery::time::MicroTime;

/// Where a container said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogStreamName {
    /// Its output.
    Stdout,
    /// Its error output.
    Stderr,
}

impl LogStreamName {
    /// As it stands in a line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
        }
    }
}

/// A piece of a log: a line, or a part of a line that was too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLine<'a> {
    /// When, as written: RFC 3339 with nanoseconds.
    pub time: &'a str,
    /// Where.
    pub stream: LogStreamName,
    /// Whether the next piece of this stream goes on with the same line.
    pub partial: bool,
    /// What, without the line's end.
    pub text: &'a [u8],
}

impl<'a> LogLine<'a> {
    /// Reads a line without its end; `None` if it is not in the format.
    #[must_use]
    pub fn parse(line: &'a [u8]) -> Option<Self> {
        let (time, rest) = split_word(line)?;
        let (stream, rest) = split_word(rest)?;
        let (tag, text) = split_word(rest).unwrap_or((rest, &[]));
        let time = std::str::from_utf8(time).ok()?;
        let stream = match stream {
            b"stdout" => LogStreamName::Stdout,
            b"stderr" => LogStreamName::Stderr,
            _ => return None,
        };
        let partial = match tag.split(|b| *b == b':').next()? {
            b"P" => true,
            b"F" => false,
            _ => return None,
        };
        Some(Self { time, stream, partial, text })
    }

    /// When, to the microsecond; `None` if the time makes no sense.
    #[must_use]
    pub fn moment(&self) -> Option<MicroTime> {
        let (seconds, rest) = match self.time.split_once('.') {
            Some(parts) => parts,
            None => (self.time.strip_suffix('Z')?, "Z"),
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (fraction, zone) = rest.split_at(digits);
        let micros = &fraction[..fraction.len().min(6)];
        format!("{seconds}.{micros:0<6}{zone}").parse().ok()
    }

    /// Writes the line with its end.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.time.as_bytes());
        out.push(b' ');
        out.extend_from_slice(self.stream.as_str().as_bytes());
        out.extend_from_slice(if self.partial { b" P " } else { b" F " });
        out.extend_from_slice(self.text);
        out.push(b'\n');
    }
}

fn split_word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|b| *b == b' ')?;
    Some((&text[..at], &text[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_written() {
        type Read = Option<(LogStreamName, bool, &'static str)>;
        let cases: [(&str, Read); 8] = [
            (
                "2016-10-06T00:17:09.669794202Z stdout F hello world",
                Some((LogStreamName::Stdout, false, "hello world")),
            ),
            (
                "2016-10-06T00:17:09.669794202Z stderr P  x",
                Some((LogStreamName::Stderr, true, " x")),
            ),
            ("2016-10-06T00:17:09.669794202Z stdout F ", Some((LogStreamName::Stdout, false, ""))),
            ("2016-10-06T00:17:09.669794202Z stdout F", Some((LogStreamName::Stdout, false, ""))),
            (
                "2016-10-06T00:17:09.669794202Z stdout P:more x",
                Some((LogStreamName::Stdout, true, "x")),
            ),
            ("2016-10-06T00:17:09.669794202Z stdin F x", None),
            ("2016-10-06T00:17:09.669794202Z stdout X x", None),
            ("", None),
        ];
        for (line, want) in cases {
            let got = LogLine::parse(line.as_bytes());
            let got = got.map(|l| (l.stream, l.partial, std::str::from_utf8(l.text).unwrap()));
            assert_eq!(got, want, "{line:?}");
        }
        let line = LogLine::parse(b"2016-10-06T00:17:09.669794202Z stdout P ab").unwrap();
        let mut out = Vec::new();
        line.write(&mut out);
        assert_eq!(out, b"2016-10-06T00:17:09.669794202Z stdout P ab\n");
        assert_eq!(line.moment().unwrap().to_string(), "2016-10-06T00:17:09.669794Z");
    }
}
