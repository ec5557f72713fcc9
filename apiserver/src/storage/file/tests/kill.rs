//! A process that is killed in the middle of its writes.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use futures::future::join_all;

use super::*;

/// Set, in the process to be killed, to the directory of its store.
const DIRECTORY: &str = "BOWLINE_TEST_KILLED_STORE";
const WRITERS: usize = 20;

/// Writes for ever, and prints each write when it is acknowledged. Does nothing unless it was
/// started by the test below.
#[test]
fn killed_writer() {
    let Ok(directory) = std::env::var(DIRECTORY) else { return };
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_time().build().unwrap().block_on(async {
        let config = FileConfig { log_bytes: 20_000, ..FileConfig::default() };
        let storage = FileStorage::open(&directory, config).await.unwrap();
        join_all((0..WRITERS).map(|writer| {
            let storage = &storage;
            async move {
                let key = format!("/{writer}");
                let mut at = storage.get(&key).await.unwrap().kv.map_or(0, |kv| kv.mod_revision);
                for number in 0.. {
                    let value = format!("{number}").into();
                    at = match at {
                        0 => storage.create(&key, value, None).await.unwrap(),
                        at => storage.update(&key, value, at, None).await.unwrap(),
                    };
                    println!("acknowledged {writer} {at}");
                }
            }
        }))
        .await;
    });
}

#[tokio::test]
async fn killed_process_loses_nothing_that_was_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let name = concat!(module_path!(), "::killed_writer");
    let name = name.split_once("::").unwrap().1;
    for acknowledgements in [1, 50, 700, 1_500] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .env(DIRECTORY, directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledged = [0; WRITERS];
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut count = 0;
        for line in lines.map_while(Result::ok) {
            // The harness prints the name of the test before it, on the same line.
            let Some((_, line)) = line.split_once("acknowledged ") else { continue };
            let Some((writer, revision)) = line.split_once(' ') else { continue };
            let (Ok(writer), Ok(revision)) = (writer.parse::<usize>(), revision.parse()) else {
                continue;
            };
            acknowledged[writer] = revision;
            count += 1;
            if count == acknowledgements {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(count >= acknowledgements, "the writer ended by itself after {count} writes");

        let storage = open(directory.path()).await;
        for (writer, revision) in acknowledged.into_iter().enumerate() {
            if revision > 0 {
                let kv = storage.get(&format!("/{writer}")).await.unwrap().kv.unwrap();
                assert!(kv.mod_revision >= revision, "{writer} wrote {revision}: {kv:?}");
            }
        }
        storage.close().await;
    }
}
