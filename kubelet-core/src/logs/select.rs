//! Which lines of a log a request wants, and how they are shown.

use bowline_apimachinery::time::{Duration, MicroTime};

use super::cri::{LogLine, LogStreamName};
use crate::server::{LogStreamSelection, PodLogOptions};

/// Whether more may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It may.
    Open,
    /// The limit has been reached.
    Full,
}

/// Shows the lines that a request wants.
#[derive(Clone, Debug)]
pub struct LogSelection {
    timestamps: bool,
    since: Option<MicroTime>,
    stream: LogStreamSelection,
    left: Option<u64>,
    /// Whether the line before has been ended.
    at_line_start: bool,
}

impl LogSelection {
    /// What a request wants, asked at `now`.
    #[must_use]
    pub fn new(options: &PodLogOptions, now: MicroTime) -> Self {
        let since_seconds = options.since_seconds.map(|seconds| {
            let back = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_neg();
            now.saturating_add(Duration::from_secs(back))
        });
        Self {
            timestamps: options.timestamps,
            since: since_seconds.or(options.since_time.map(MicroTime::from)),
            stream: options.stream,
            left: options.limit_bytes,
            at_line_start: true,
        }
    }

    /// Adds a line to what is shown, if it is wanted.
    pub fn show(&mut self, line: &LogLine<'_>, out: &mut Vec<u8>) -> Flow {
        let wanted = match self.stream {
            LogStreamSelection::All => true,
            LogStreamSelection::Stdout => line.stream == LogStreamName::Stdout,
            LogStreamSelection::Stderr => line.stream == LogStreamName::Stderr,
        };
        let old = self.since.is_some_and(|since| line.moment().is_some_and(|at| at < since));
        if !wanted || old {
            return Flow::Open;
        }
        if self.timestamps && self.at_line_start {
            let full = self.put(line.time.as_bytes(), out) == Flow::Full;
            if full || self.put(b" ", out) == Flow::Full {
                return Flow::Full;
            }
        }
        self.at_line_start = !line.partial;
        match self.put(line.text, out) {
            Flow::Open if !line.partial => self.put(b"\n", out),
            flow => flow,
        }
    }

    fn put(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Flow {
        let Some(left) = &mut self.left else {
            out.extend_from_slice(bytes);
            return Flow::Open;
        };
        let take = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
        out.extend_from_slice(&bytes[..take]);
        *left -= take as u64;
        if *left == 0 { Flow::Full } else { Flow::Open }
    }
}

/// Where the last `lines` lines of a log begin, given what is before `end` in chunks from the back;
/// `read(from, to)` gives the bytes between two places.
///
/// # Errors
/// When `read` fails.
pub fn tail_start<E>(
    end: u64,
    lines: u64,
    mut read: impl FnMut(u64, u64) -> Result<Vec<u8>, E>,
) -> Result<u64, E> {
    const CHUNK: u64 = 64 * 1024;
    if lines == 0 {
        return Ok(end);
    }
    let mut seen = 0;
    let mut to = end;
    while to > 0 {
        let from = to.saturating_sub(CHUNK);
        let chunk = read(from, to)?;
        for (i, byte) in chunk.iter().enumerate().rev() {
            let place = from + i as u64;
            // The end of the last line begins no line.
            if *byte == b'\n' && place + 1 != end {
                seen += 1;
                if seen == lines {
                    return Ok(place + 1);
                }
            }
        }
        to = from;
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "2026-01-01T00:00:01.000000000Z stdout F one
2026-01-01T00:00:02.000000000Z stderr P tw
2026-01-01T00:00:03.000000000Z stderr F o
2026-01-01T00:00:04.000000000Z stdout F three
";

    fn show(options: PodLogOptions) -> String {
        let now = "2026-01-01T00:00:05.000000Z".parse().unwrap();
        let mut selection = LogSelection::new(&options, now);
        let mut out = Vec::new();
        for line in LOG.lines() {
            if selection.show(&LogLine::parse(line.as_bytes()).unwrap(), &mut out) == Flow::Full {
                break;
            }
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_selected_and_shown() {
        let all = PodLogOptions::default;
        assert_eq!(show(all()), "one\ntwo\nthree\n");
        let stamped = show(PodLogOptions { timestamps: true, ..all() });
        assert!(stamped.contains("\n2026-01-01T00:00:02.000000000Z two\n"), "{stamped}");
        assert_eq!(show(PodLogOptions { since_seconds: Some(1), ..all() }), "three\n");
        let since_time = Some("2026-01-01T00:00:03Z".parse().unwrap());
        assert_eq!(show(PodLogOptions { since_time, ..all() }), "o\nthree\n");
        assert_eq!(show(PodLogOptions { limit_bytes: Some(6), ..all() }), "one\ntw");
        let stream = LogStreamSelection::Stderr;
        assert_eq!(show(PodLogOptions { stream, ..all() }), "two\n");
    }

    #[test]
    fn the_tail_begins_at_a_line() {
        let start = |lines: u64, text: &[u8]| {
            let read = |from: u64, to: u64| Ok::<_, ()>(text[from as usize..to as usize].to_vec());
            tail_start(text.len() as u64, lines, read).unwrap()
        };
        assert_eq!(start(1, b"a\nb\nc\n"), 4);
        assert_eq!(start(2, b"a\nb\nc\n"), 2);
        assert_eq!(start(9, b"a\nb\nc\n"), 0);
        assert_eq!(start(0, b"a\nb\nc\n"), 6);
        assert_eq!(start(1, b"a\nb"), 2);
        assert_eq!(start(1, b""), 0);
        let long = [vec![b'x'; 200_000], vec![b'\n'], vec![b'y'; 100_000], vec![b'\n']].concat();
        assert_eq!(start(1, &long), 200_001);
    }
}
