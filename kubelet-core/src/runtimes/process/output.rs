//! Turns what a container writes to its files into its log.
//!
//! The files are the container's own, so that it can write while no agent runs. They are read to
//! their end again and again, and cut to nothing when they have grown long and all has been read.
//! Between the look at the length and the cut a container may write a little more, which is lost.

use std::io::SeekFrom;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::clock::Clock;
use bytes::Bytes;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio::sync::{broadcast, watch};

use crate::logs::cri::LogStreamName;
use crate::logs::write::{Lines, LogFile};

/// How often a file is looked at for more.
const POLL: Duration = Duration::from_millis(50);
/// How much is read at once.
const CHUNK: usize = 64 * 1024;
/// A file of so many bytes is cut when all of it has been read.
const CUT_AT: u64 = 4 << 20;

/// Something a container said.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) stream: LogStreamName,
    pub(super) bytes: Bytes,
}

/// A file into which a container writes one of its streams.
pub(super) struct Output {
    pub(super) stream: LogStreamName,
    pub(super) raw: PathBuf,
    pub(super) log: Arc<LogFile>,
    pub(super) said: broadcast::Sender<Said>,
    pub(super) ended: watch::Receiver<bool>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Output {
    /// Reads until the container has ended and all has been read.
    pub(super) async fn run(self) {
        if let Err(error) = self.copy().await {
            tracing::warn!(path = %self.raw.display(), %error, "a container's output is not read");
        }
    }

    async fn copy(&self) -> std::io::Result<()> {
        let mut file = File::open(&self.raw).await?;
        let mut place = read_place(&self.raw).await;
        file.seek(SeekFrom::Start(place)).await?;
        let mut lines = Lines::default();
        let mut buffer = vec![0; CHUNK];
        let mut ended = self.ended.clone();
        loop {
            // Seen before the last read, so that nothing written before the end is missed.
            let last = *ended.borrow_and_update();
            let mut progress = false;
            loop {
                let read = file.read(&mut buffer).await?;
                if read == 0 {
                    break;
                }
                progress = true;
                place += read as u64;
                self.take(&buffer[..read], &mut lines);
            }
            if progress {
                place = self.cut_if_long(&mut file, place).await?;
                write_place(&self.raw, place).await?;
            }
            if last {
                let now = self.clock.now();
                let rest = lines.finish(self.stream, now);
                self.log.write(&rest, now)?;
                return Ok(());
            }
            tokio::select! {
                () = tokio::time::sleep(POLL) => {}
                changed = ended.changed() => if changed.is_err() {
                    // The watcher is gone, and with it the runtime: a later one goes on here.
                    return Ok(());
                },
            }
        }
    }

    fn take(&self, bytes: &[u8], lines: &mut Lines) {
        let now = self.clock.now();
        let out = lines.take(bytes, self.stream, now);
        if let Err(error) = self.log.write(&out, now) {
            tracing::warn!(%error, "a container's log is not written");
        }
        // Nobody listens most of the time.
        drop(self.said.send(Said { stream: self.stream, bytes: Bytes::copy_from_slice(bytes) }));
    }

    async fn cut_if_long(&self, file: &mut File, place: u64) -> std::io::Result<u64> {
        if place < CUT_AT || file.metadata().await?.len() != place {
            return Ok(place);
        }
        let writable = std::fs::OpenOptions::new().write(true).open(&self.raw)?;
        writable.set_len(0)?;
        file.seek(SeekFrom::Start(0)).await?;
        Ok(0)
    }
}

fn place_file(raw: &Path) -> PathBuf {
    raw.with_extension("place")
}

/// How far a file has been read.
async fn read_place(raw: &Path) -> u64 {
    let text = tokio::fs::read_to_string(place_file(raw)).await.unwrap_or_default();
    let place: u64 = text.trim().parse().unwrap_or(0);
    let length = tokio::fs::metadata(raw).await.map(|data| data.len()).unwrap_or(0);
    // It was cut, and that was not written down any more.
    if place > length { 0 } else { place }
}

async fn write_place(raw: &Path, place: u64) -> std::io::Result<()> {
    let file = place_file(raw);
    let draft = file.with_extension("place-tmp");
    tokio::fs::write(&draft, place.to_string()).await?;
    tokio::fs::rename(&draft, &file).await
}
