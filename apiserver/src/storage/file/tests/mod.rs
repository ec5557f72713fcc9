//! Tests of the durable store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{FileConfig, FileStorage};
use crate::storage::{RangeRequest, Storage, StorageError, conformance};

mod crash;
mod faults;
mod kill;
mod reopen;

async fn open(path: &Path) -> FileStorage {
    FileStorage::open(path, FileConfig::default()).await.unwrap()
}

/// Everything the store says of itself: each key with all its numbers, and the revision.
async fn dump(storage: &dyn Storage) -> Vec<String> {
    dump_at(storage, None).await
}

async fn dump_at(storage: &dyn Storage, revision: Option<u64>) -> Vec<String> {
    let request = RangeRequest { revision, ..RangeRequest::default() };
    let page = storage.range(request).await.unwrap();
    let kvs = page.items.iter().map(|kv| {
        let value = String::from_utf8_lossy(&kv.value);
        let (created, modified, version) = (kv.create_revision, kv.mod_revision, kv.version);
        format!("{}={value} {created} {modified} {version}", kv.key)
    });
    kvs.chain([format!("revision {}", page.revision)]).collect()
}

/// Creates, updates or deletes `key`, whatever comes next in its life.
async fn write(storage: &dyn Storage, key: &str, value: &str) -> Result<u64, StorageError> {
    let value = value.to_owned().into();
    match storage.get(key).await?.kv {
        None => storage.create(key, value, None).await,
        Some(kv) if kv.version == 3 => storage.delete(key, kv.mod_revision).await,
        Some(kv) => storage.update(key, value, kv.mod_revision, None).await,
    }
}

/// The files whose names begin with `kind`, in order.
fn files(directory: &Path, kind: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(kind);
    let mut files: Vec<_> = entries.filter(named).collect();
    files.sort();
    files
}

#[tokio::test(start_paused = true)]
async fn passes_conformance_on_fresh_stores() {
    for check in conformance::checks() {
        let directory = tempfile::tempdir().unwrap();
        check.run(Arc::new(open(directory.path()).await)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn passes_conformance_on_one_store_with_many_threads() {
    let directory = tempfile::tempdir().unwrap();
    let config = FileConfig { log_bytes: 4096, ..FileConfig::default() };
    let storage = Arc::new(FileStorage::open(directory.path(), config).await.unwrap());
    let checks = conformance::checks().into_iter();
    for check in checks.filter(|check| !check.name().starts_with("expiry")) {
        check.run(storage.clone()).await.unwrap();
    }
    let before = dump(&*storage).await;
    storage.close().await;
    assert_eq!(dump(&open(directory.path()).await).await, before);
}
