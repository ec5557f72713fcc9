//! Every way a log can end, and damage that is no end.

use super::super::OpenError;
use super::*;

/// A log of single writes: its bytes, and after each write its length and the state then.
struct History {
    name: PathBuf,
    bytes: Vec<u8>,
    states: Vec<(usize, Vec<String>)>,
}

async fn history(writes: usize) -> History {
    let directory = tempfile::tempdir().unwrap();
    let storage = open(directory.path()).await;
    let path = files(directory.path(), "log-").remove(0);
    let length = || std::fs::metadata(&path).unwrap().len() as usize;
    let mut states = vec![(length(), dump(&storage).await)];
    for step in 0..writes {
        let value = "v".repeat(step % 5);
        write(&storage, &format!("/{}", step % 3), &value).await.unwrap();
        states.push((length(), dump(&storage).await));
    }
    storage.close().await;
    let bytes = std::fs::read(&path).unwrap();
    History { name: path.file_name().unwrap().into(), bytes, states }
}

async fn open_with(
    name: &Path,
    bytes: &[u8],
) -> (tempfile::TempDir, Result<FileStorage, OpenError>) {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join(name), bytes).unwrap();
    let storage = FileStorage::open(directory.path(), FileConfig::default()).await;
    (directory, storage)
}

#[tokio::test(start_paused = true)]
async fn log_cut_anywhere_opens_with_every_whole_group() {
    let history = history(12).await;
    for cut in 0..=history.bytes.len() {
        let (directory, storage) = open_with(&history.name, &history.bytes[..cut]).await;
        let storage = storage.unwrap();
        let whole = history.states.iter().rev().find(|(length, _)| *length <= cut);
        let (_, want) = whole.unwrap_or(&history.states[0]);
        assert_eq!(&dump(&storage).await, want, "cut at {cut}");
        // The store goes on from there, also after another restart.
        write(&storage, "/after", "crash").await.unwrap();
        let after = dump(&storage).await;
        storage.close().await;
        assert_eq!(dump(&open(directory.path()).await).await, after, "cut at {cut}, again");
    }
}

#[tokio::test(start_paused = true)]
async fn log_with_a_torn_last_group_opens_without_it() {
    let history = history(6).await;
    let [.., (start, want), (end, _)] = &history.states[..] else { unreachable!() };
    for position in *start..*end {
        // Any part of an unfinished write may be on the disk, as zeros or as something else.
        for fill in [0x00, 0xff] {
            let mut torn = history.bytes.clone();
            torn[position..].fill(fill);
            if torn == history.bytes {
                continue;
            }
            torn.extend_from_slice(&[fill; 100]);
            let (_directory, storage) = open_with(&history.name, &torn).await;
            assert_eq!(&dump(&storage.unwrap()).await, want, "{fill} from {position}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn damage_before_the_last_group_is_refused() {
    let history = history(6).await;
    let last = history.states[history.states.len() - 2].0;
    for position in 0..history.bytes.len() {
        let mut damaged = history.bytes.clone();
        damaged[position] ^= 0x40;
        let (directory, storage) = open_with(&history.name, &damaged).await;
        if position >= last {
            assert_eq!(dump(&storage.unwrap()).await, history.states[history.states.len() - 2].1);
            continue;
        }
        let error = storage.unwrap_err();
        let OpenError::Corrupt { path, offset, .. } = &error else { panic!("{error}") };
        assert!(*offset as usize <= position, "byte {position}: {error}");
        assert_eq!(std::fs::read(path).unwrap(), damaged, "the file is left as it is");
        drop(directory);
    }
}

#[tokio::test(start_paused = true)]
async fn stored_value_that_looks_like_a_log_is_only_a_value() {
    let inner = history(3).await;
    let directory = tempfile::tempdir().unwrap();
    let storage = open(directory.path()).await;
    write(&storage, "/a", "1").await.unwrap();
    let want = dump(&storage).await;
    storage.create("/log", inner.bytes.clone().into(), None).await.unwrap();
    storage.close().await;
    let path = &files(directory.path(), "log-")[0];
    let mut torn = std::fs::read(path).unwrap();
    let length = torn.len();
    torn.truncate(length - 1);
    std::fs::write(path, torn).unwrap();
    assert_eq!(dump(&open(directory.path()).await).await, want);
}
