//! Writes what a container says to its log, and rotates the file when it has grown too long.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::time::MicroTime;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::cri::{LogLine, LogStreamName};

/// The longest piece of a line.
const MAX_LINE: usize = 16 * 1024;

/// How logs are rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// A file of so many bytes is put aside.
    pub max_size: u64,
    /// How many files are kept, the current one counted.
    pub max_files: usize,
}

impl Default for Rotation {
    fn default() -> Self {
        Self { max_size: 10 << 20, max_files: 5 }
    }
}

/// The log of a container, written by its output and its error output alike.
#[derive(Debug)]
pub struct LogFile {
    path: PathBuf,
    rotation: Rotation,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    file: std::fs::File,
    size: u64,
}

impl LogFile {
    /// Opens a log to go on with it.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: PathBuf, rotation: Rotation) -> io::Result<Self> {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let open = Mutex::new(open(&path)?);
        Ok(Self { path, rotation, open })
    }

    /// Opens the path anew, after somebody has moved the file away.
    ///
    /// # Errors
    /// The file cannot be opened; the old one is written on.
    pub fn reopen(&self) -> io::Result<()> {
        *self.open.lock() = open(&self.path)?;
        Ok(())
    }

    pub(crate) fn write(&self, bytes: &[u8], now: MicroTime) -> io::Result<()> {
        use std::io::Write as _;
        let mut current = self.open.lock();
        if current.size > 0 && current.size + bytes.len() as u64 > self.rotation.max_size {
            rotate(&self.path, self.rotation, now)?;
            *current = open(&self.path)?;
        }
        current.size += bytes.len() as u64;
        current.file.write_all(bytes)
    }
}

fn open(path: &Path) -> io::Result<Open> {
    let file = std::fs::OpenOptions::new().append(true).create(true).open(path)?;
    let size = file.metadata()?.len();
    Ok(Open { file, size })
}

/// Puts the file aside under its name and the time, and removes the oldest beyond what is kept.
fn rotate(path: &Path, rotation: Rotation, now: MicroTime) -> io::Result<()> {
    let stamp: String = now.to_string().chars().filter(char::is_ascii_digit).collect();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let stamp = match stamp.get(..14) {
        // `20060102-150405`, and the rest of a second against collisions.
        Some(seconds) => format!("{}-{}{}", &seconds[..8], &seconds[8..], &stamp[14..]),
        None => stamp,
    };
    std::fs::rename(path, path.with_file_name(format!("{name}.{stamp}")))?;
    let Some(directory) = path.parent() else { return Ok(()) };
    let prefix = format!("{name}.");
    let mut old = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            old.push(entry.path());
        }
    }
    old.sort();
    let keep = rotation.max_files.saturating_sub(1);
    for path in old.iter().take(old.len().saturating_sub(keep)) {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

/// Copies what a container says on one of its streams to its log, line by line, until it ends;
/// `also` sees the bytes as they come.
pub async fn copy_to_log(
    mut from: impl AsyncRead + Unpin,
    stream: LogStreamName,
    log: Arc<LogFile>,
    clock: Arc<dyn Clock>,
    mut also: impl FnMut(&[u8]),
) {
    let mut buffer = vec![0; MAX_LINE];
    let mut lines = Lines::default();
    loop {
        let read = match from.read(&mut buffer).await {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) => {
                tracing::debug!(%error, "a container's output broke");
                break;
            }
        };
        also(&buffer[..read]);
        let now = clock.now();
        let out = lines.take(&buffer[..read], stream, now);
        if let Err(error) = log.write(&out, now) {
            tracing::warn!(%error, path = %log.path.display(), "a container's log is not written");
        }
    }
    let now = clock.now();
    let rest = lines.finish(stream, now);
    if !rest.is_empty()
        && let Err(error) = log.write(&rest, now)
    {
        tracing::warn!(%error, path = %log.path.display(), "a container's log is not written");
    }
}

/// Cuts what comes into lines, and long lines into pieces.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pending: Vec<u8>,
}

impl Lines {
    pub(crate) fn take(&mut self, bytes: &[u8], stream: LogStreamName, now: MicroTime) -> Vec<u8> {
        let time = nanoseconds(now);
        let mut out = Vec::with_capacity(bytes.len() + 64);
        let mut put = |text: &[u8], partial| {
            LogLine { time: &time, stream, partial, text }.write(&mut out);
        };
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.pending.extend_from_slice(part);
            while self.pending.len() > MAX_LINE {
                let whole_line =
                    self.pending.len() == MAX_LINE + 1 && self.pending.ends_with(b"\n");
                if whole_line {
                    break;
                }
                let rest = self.pending.split_off(MAX_LINE);
                put(&self.pending, true);
                self.pending = rest;
            }
            if self.pending.ends_with(b"\n") {
                self.pending.pop();
                put(&self.pending, false);
                self.pending.clear();
            }
        }
        out
    }

    /// The last line, if it has no end.
    pub(crate) fn finish(&mut self, stream: LogStreamName, now: MicroTime) -> Vec<u8> {
        let mut out = Vec::new();
        if !self.pending.is_empty() {
            let time = nanoseconds(now);
            LogLine { time: &time, stream, partial: false, text: &self.pending }.write(&mut out);
            self.pending.clear();
        }
        out
    }
}

/// The time with nine digits of a second, as all lines have it.
fn nanoseconds(now: MicroTime) -> String {
    let text = now.to_string();
    match text.strip_suffix('Z') {
        Some(text) => format!("{text}000Z"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::clock::FixedClock;

    use super::*;

    async fn copy(text: &[u8], rotation: Rotation, path: &Path) {
        let log = Arc::new(LogFile::open(path.to_owned(), rotation).unwrap());
        let clock = Arc::new(FixedClock("2026-01-02T03:04:05.000006Z".parse().unwrap()));
        copy_to_log(text, LogStreamName::Stdout, log, clock, |_| {}).await;
    }

    #[tokio::test]
    async fn long_lines_are_cut() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("c").join("0.log");
        let text =
            [b"short\n".to_vec(), vec![b'x'; 2 * MAX_LINE + 10], b"\nlast".to_vec()].concat();
        copy(&text, Rotation::default(), &path).await;
        let log = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<(bool, usize)> = log
            .lines()
            .map(|line| {
                let line = LogLine::parse(line.as_bytes()).unwrap();
                assert_eq!(line.time, "2026-01-02T03:04:05.000006000Z");
                (line.partial, line.text.len())
            })
            .collect();
        assert_eq!(
            lines,
            [(false, 5), (true, MAX_LINE), (true, MAX_LINE), (false, 10), (false, 4)]
        );
    }

    #[tokio::test]
    async fn full_files_are_put_aside() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("0.log");
        let rotation = Rotation { max_size: 100, max_files: 2 };
        for word in ["one", "two", "three", "four"] {
            let text = format!("{word} {}\n", "x".repeat(60));
            let log = Arc::new(LogFile::open(path.clone(), rotation).unwrap());
            let at = format!("2026-01-02T03:04:05.0000{}Z", word.len() + 10);
            let clock = Arc::new(FixedClock(at.parse().unwrap()));
            copy_to_log(text.as_bytes(), LogStreamName::Stdout, log, clock, |_| {}).await;
        }
        let mut names: Vec<String> = std::fs::read_dir(home.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names[1].starts_with("0.log.20260102-030405"), "{names:?}");
        assert!(std::fs::read_to_string(&path).unwrap().contains("four"));
    }
}
