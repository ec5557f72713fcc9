//! A disk that fails, and one that loses what was not synced.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use parking_lot::Mutex;
use proptest::prelude::*;

use super::super::log_file::{LogFile, LogFiles, OsFiles};
use super::*;
use crate::storage::ErrorCode;

/// What goes wrong, counted in operations from now; `usize::MAX` is never.
#[derive(Debug)]
struct Faults {
    /// An append writes half of its bytes and fails.
    append: AtomicUsize,
    /// A sync fails.
    sync: AtomicUsize,
    /// From then on a truncation fails.
    truncate: AtomicUsize,
    syncs: AtomicUsize,
    /// How much of each file is durable.
    durable: Mutex<BTreeMap<PathBuf, u64>>,
}

const NEVER: usize = usize::MAX;

impl Faults {
    fn none() -> Arc<Self> {
        Arc::new(Self {
            append: NEVER.into(),
            sync: NEVER.into(),
            truncate: NEVER.into(),
            syncs: 0.into(),
            durable: Mutex::default(),
        })
    }

    fn strikes(countdown: &AtomicUsize) -> bool {
        let before = countdown.load(Ordering::SeqCst);
        countdown
            .store(if before == NEVER { NEVER } else { before.wrapping_sub(1) }, Ordering::SeqCst);
        before == 0
    }
}

struct FaultyFiles(Arc<Faults>);

struct FaultyFile {
    file: Box<dyn LogFile>,
    faults: Arc<Faults>,
    path: PathBuf,
    length: u64,
}

impl LogFiles for FaultyFiles {
    fn create(&self, path: &Path) -> io::Result<Box<dyn LogFile>> {
        let (file, faults) = (OsFiles.create(path)?, self.0.clone());
        Ok(Box::new(FaultyFile { file, faults, path: path.to_owned(), length: 0 }))
    }

    fn open(&self, path: &Path, length: u64) -> io::Result<Box<dyn LogFile>> {
        let (file, faults) = (OsFiles.open(path, length)?, self.0.clone());
        faults.durable.lock().insert(path.to_owned(), length);
        Ok(Box::new(FaultyFile { file, faults, path: path.to_owned(), length }))
    }
}

impl LogFile for FaultyFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if Faults::strikes(&self.faults.append) {
            let half = &bytes[..bytes.len() / 2];
            self.file.append(half)?;
            self.length += half.len() as u64;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.length += bytes.len() as u64;
        self.file.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.faults.syncs.fetch_add(1, Ordering::SeqCst);
        if Faults::strikes(&self.faults.sync) {
            return Err(io::Error::other("disk is gone"));
        }
        self.faults.durable.lock().insert(self.path.clone(), self.length);
        self.file.sync()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        if Faults::strikes(&self.faults.truncate) {
            return Err(io::Error::other("disk is gone"));
        }
        self.length = length;
        self.file.truncate(length)
    }
}

async fn open_faulty(path: &Path, config: FileConfig, faults: &Arc<Faults>) -> FileStorage {
    FileStorage::open_on(path, config, Box::new(FaultyFiles(faults.clone()))).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn concurrent_writes_share_syncs() {
    let directory = tempfile::tempdir().unwrap();
    let faults = Faults::none();
    let storage = open_faulty(directory.path(), FileConfig::default(), &faults).await;
    let before = faults.syncs.load(Ordering::SeqCst);
    let keys: Vec<_> = (0..1_000).map(|number| format!("/{number:04}")).collect();
    let writes = keys.iter().map(|key| storage.create(key, "".into(), None));
    let mut revisions: Vec<_> = join_all(writes).await.into_iter().map(Result::unwrap).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, (2..1_002).collect::<Vec<_>>());
    let syncs = faults.syncs.load(Ordering::SeqCst) - before;
    assert!(syncs <= 100, "{syncs} syncs for 1000 concurrent writes");
}

#[tokio::test(start_paused = true)]
async fn full_disk_fails_the_write_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let faults = Faults::none();
    let storage = open_faulty(directory.path(), FileConfig::default(), &faults).await;
    let revision = write(&storage, "/a", "1").await.unwrap();
    let before = dump(&storage).await;
    faults.append.store(0, Ordering::SeqCst);
    let error = write(&storage, "/a", "2").await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Unavailable);
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.to_string().contains("no storage space"), "{source}");
    assert_eq!(dump(&storage).await, before, "a write that failed has no effect");
    assert_eq!(write(&storage, "/a", "3").await.unwrap(), revision + 1);
    let after = dump(&storage).await;
    storage.close().await;
    assert_eq!(dump(&open(directory.path()).await).await, after);
}

#[tokio::test(start_paused = true)]
async fn failed_sync_makes_the_store_read_only() {
    for truncation in [false, true] {
        let directory = tempfile::tempdir().unwrap();
        let faults = Faults::none();
        let storage = open_faulty(directory.path(), FileConfig::default(), &faults).await;
        write(&storage, "/a", "1").await.unwrap();
        let before = dump(&storage).await;
        if truncation {
            faults.append.store(0, Ordering::SeqCst);
            faults.truncate.store(0, Ordering::SeqCst);
        } else {
            faults.sync.store(0, Ordering::SeqCst);
        }
        for _ in 0..3 {
            assert!(write(&storage, "/a", "2").await.unwrap_err().is_unavailable());
            assert_eq!(dump(&storage).await, before);
        }
        storage.close().await;
        let storage = open(directory.path()).await;
        let kv = storage.get("/a").await.unwrap().kv.unwrap();
        assert!(kv.value == "1" || kv.value == "2", "the failed write is there or not");
        write(&storage, "/a", "3").await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn keys_stay_past_their_time_until_the_store_can_write() {
    let directory = tempfile::tempdir().unwrap();
    let faults = Faults::none();
    let storage = open_faulty(directory.path(), FileConfig::default(), &faults).await;
    let ttl = std::time::Duration::from_secs(10);
    storage.create("/ends", "".into(), Some(ttl)).await.unwrap();
    faults.append.store(0, Ordering::SeqCst);
    tokio::time::sleep(ttl + std::time::Duration::from_millis(500)).await;
    assert!(storage.get("/ends").await.unwrap().kv.is_some());
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert!(storage.get("/ends").await.unwrap().kv.is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Writers at work, a fault at some point, then the power goes: of each file only what was
    /// synced is sure to be there, and any part of the rest.
    #[test]
    fn acknowledged_writes_survive_a_crash(
        rounds in proptest::collection::vec(1..12_usize, 1..12),
        fault in prop_oneof![Just(None), (0..14_usize, any::<bool>()).prop_map(Some)],
        log_bytes in prop_oneof![Just(300_u64), Just(1_500), Just(1 << 20)],
        kept in 0..100_u64,
    ) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let directory = tempfile::tempdir().unwrap();
        let faults = Faults::none();
        let acknowledged = runtime.enable_time().build().unwrap().block_on(async {
            let config = FileConfig { log_bytes, ..FileConfig::default() };
            let storage = open_faulty(directory.path(), config, &faults).await;
            match fault {
                Some((at, true)) => faults.append.store(at, Ordering::SeqCst),
                Some((at, false)) => faults.sync.store(at, Ordering::SeqCst),
                None => {}
            }
            let mut acknowledged = BTreeMap::new();
            for (round, writers) in rounds.iter().enumerate() {
                let value = format!("{round}");
                let keys: Vec<_> = (0..*writers).map(|writer| format!("/{writer}")).collect();
                let writes = keys.iter().map(|key| write(&storage, key, &value));
                for (key, outcome) in keys.iter().zip(join_all(writes).await) {
                    if let Ok(revision) = outcome {
                        acknowledged.insert(revision, key.clone());
                    }
                }
            }
            let revision = storage.current_revision().await.unwrap();
            assert_eq!(revision, 1 + acknowledged.len() as u64, "only acknowledged writes show");
            (revision, dump(&storage).await)
        });
        // The runtime is gone: nothing writes any more, and the directory is free.
        for (path, durable) in faults.durable.lock().iter() {
            let Ok(bytes) = std::fs::read(path) else { continue };
            let length = bytes.len() as u64;
            prop_assert!(*durable <= length);
            let left = durable + (length - durable) * kept / 100;
            std::fs::write(path, &bytes[..left as usize]).unwrap();
        }
        let (revision, want) = acknowledged;
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().build().unwrap().block_on(async {
            let storage = open(directory.path()).await;
            // A group that was not acknowledged may have become durable all the same.
            assert!(storage.current_revision().await.unwrap() >= revision);
            assert_eq!(dump_at(&storage, Some(revision)).await, want);
            write(&storage, "/0", "after").await.unwrap();
        });
    }
}
