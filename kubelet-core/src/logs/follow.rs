//! Reads a container's log, and goes on with what is written later.

use std::io::{self, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bowline_apimachinery::time::MicroTime;
use bytes::Bytes;
use futures::StreamExt as _;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::cri::LogLine;
use super::select::{Flow, LogSelection, tail_start};
use crate::server::{LogStream, PodLogOptions};

/// How often a file is looked at for more.
const POLL: Duration = Duration::from_millis(100);
/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// Tells whether a container may still write to its log.
#[async_trait]
pub trait Writing: Send + Sync + 'static {
    /// Whether it runs.
    async fn is_writing(&self) -> bool;
}

/// The log in a file, as a request wants it.
///
/// # Errors
/// The file cannot be opened.
pub async fn read_log(
    path: PathBuf,
    options: &PodLogOptions,
    now: MicroTime,
    writer: Arc<dyn Writing>,
) -> io::Result<LogStream> {
    let mut file = File::open(&path).await?;
    if let Some(lines) = options.tail_lines {
        let start = find_tail(&path, lines).await?;
        file.seek(SeekFrom::Start(start)).await?;
    }
    let reader = Reader {
        file,
        path,
        pending: Vec::new(),
        selection: LogSelection::new(options, now),
        stage: if options.follow { Stage::Following } else { Stage::Reading },
        writer,
    };
    let stream = futures::stream::unfold(reader, |mut reader| async move {
        match reader.next().await {
            Ok(Some(bytes)) => Some((Ok(bytes), reader)),
            Ok(None) => None,
            Err(error) => {
                reader.stage = Stage::Ended;
                Some((Err(error), reader))
            }
        }
    });
    Ok(stream.boxed())
}

/// The log in memory, as a request wants it.
#[must_use]
pub fn show_log(log: &[u8], options: &PodLogOptions, now: MicroTime) -> Vec<u8> {
    let end = log.len() as u64;
    let start = options.tail_lines.map_or(0, |lines| {
        let read = |from: u64, to: u64| {
            Ok::<_, std::convert::Infallible>(log[from as usize..to as usize].to_vec())
        };
        tail_start(end, lines, read).unwrap_or(0)
    });
    let mut selection = LogSelection::new(options, now);
    let mut out = Vec::new();
    for line in log[start as usize..].split(|byte| *byte == b'\n') {
        if let Some(line) = LogLine::parse(line)
            && selection.show(&line, &mut out) == Flow::Full
        {
            break;
        }
    }
    out
}

async fn find_tail(path: &std::path::Path, lines: u64) -> io::Result<u64> {
    use std::io::{Read as _, Seek as _};
    let path = path.to_owned();
    let found = tokio::task::spawn_blocking(move || {
        let mut file = std::fs::File::open(path)?;
        let end = file.metadata()?.len();
        tail_start(end, lines, |from, to| {
            let mut chunk = vec![0; usize::try_from(to - from).unwrap_or(0)];
            file.seek(SeekFrom::Start(from))?;
            file.read_exact(&mut chunk)?;
            Ok(chunk)
        })
    });
    found.await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

struct Reader {
    file: File,
    path: PathBuf,
    /// The beginning of a line whose end has not been read.
    pending: Vec<u8>,
    selection: LogSelection,
    stage: Stage,
    writer: Arc<dyn Writing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// More may be written.
    Following,
    /// The writer has ended, or nobody waits for it: to the end of the file, and no further.
    Reading,
    Ended,
}

impl Reader {
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        let mut chunk = vec![0; CHUNK];
        loop {
            if self.stage == Stage::Ended {
                return Ok(None);
            }
            let read = self.file.read(&mut chunk).await?;
            if read > 0 {
                let out = self.take(&chunk[..read]);
                if !out.is_empty() {
                    return Ok(Some(out.into()));
                }
                continue;
            }
            match self.stage {
                Stage::Reading => {
                    self.stage = Stage::Ended;
                    let rest = std::mem::take(&mut self.pending);
                    let mut out = Vec::new();
                    if let Some(line) = LogLine::parse(&rest) {
                        self.selection.show(&line, &mut out);
                    }
                    return Ok((!out.is_empty()).then(|| out.into()));
                }
                _ => self.wait().await?,
            }
        }
    }

    /// Shows what is complete of the bytes that were read.
    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        self.pending.extend_from_slice(bytes);
        let Some(end) = self.pending.iter().rposition(|byte| *byte == b'\n') else { return out };
        let rest = self.pending.split_off(end + 1);
        let complete = std::mem::replace(&mut self.pending, rest);
        for line in complete.split(|byte| *byte == b'\n') {
            if let Some(line) = LogLine::parse(line)
                && self.selection.show(&line, &mut out) == Flow::Full
            {
                self.stage = Stage::Ended;
                break;
            }
        }
        out
    }

    /// At the end of the file: waits for more, for another file in its place, or for the end.
    async fn wait(&mut self) -> io::Result<()> {
        if self.was_rotated().await {
            self.file = File::open(&self.path).await?;
            return Ok(());
        }
        if self.writer.is_writing().await {
            tokio::time::sleep(POLL).await;
        } else {
            // What it wrote between the last read and its end is still to come.
            self.stage = Stage::Reading;
        }
        Ok(())
    }

    async fn was_rotated(&self) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let (Ok(ours), Ok(there)) =
            (self.file.metadata().await, tokio::fs::metadata(&self.path).await)
        else {
            return false;
        };
        ours.ino() != there.ino() || ours.dev() != there.dev()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    struct Flag(AtomicBool);

    #[async_trait]
    impl Writing for Flag {
        async fn is_writing(&self) -> bool {
            self.0.load(Ordering::Acquire)
        }
    }

    fn line(text: &str) -> String {
        format!("2026-01-01T00:00:01.000000000Z stdout F {text}\n")
    }

    async fn open(path: &std::path::Path, options: PodLogOptions, writer: &Arc<Flag>) -> LogStream {
        let now = MicroTime::from_unix_micros(0);
        read_log(path.to_owned(), &options, now, writer.clone()).await.unwrap()
    }

    async fn next(stream: &mut LogStream) -> Option<String> {
        let bytes = stream.next().await?.unwrap();
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_log_is_read_to_its_end_or_followed_through_rotation() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("0.log");
        let writer = Arc::new(Flag(AtomicBool::new(true)));
        std::fs::write(&path, line("one") + &line("two")).unwrap();

        let mut whole = open(&path, PodLogOptions::default(), &writer).await;
        assert_eq!(next(&mut whole).await.unwrap(), "one\ntwo\n");
        assert_eq!(next(&mut whole).await, None);

        let options = PodLogOptions { follow: true, tail_lines: Some(1), ..Default::default() };
        let mut followed = open(&path, options, &writer).await;
        assert_eq!(next(&mut followed).await.unwrap(), "two\n");
        std::fs::rename(&path, home.path().join("0.log.1")).unwrap();
        std::fs::write(&path, line("three")).unwrap();
        assert_eq!(next(&mut followed).await.unwrap(), "three\n");
        std::fs::OpenOptions::new()
            .append(true)
            .open(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, line("four").as_bytes()))
            .unwrap();
        writer.0.store(false, Ordering::Release);
        assert_eq!(next(&mut followed).await.unwrap(), "four\n");
        assert_eq!(next(&mut followed).await, None);
    }

    #[test]
    fn a_log_in_memory_is_shown_likewise() {
        let log = line("one") + &line("two");
        let options = PodLogOptions { tail_lines: Some(1), ..Default::default() };
        let shown = show_log(log.as_bytes(), &options, MicroTime::from_unix_micros(0));
        assert_eq!(shown, b"two\n");
    }
}
