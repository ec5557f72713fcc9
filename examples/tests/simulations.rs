//! The program `simulate`: the same seed gives the same files, whoever runs it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Programs lie in the folder `examples` beside the one of this test.
fn program() -> PathBuf {
    let this = std::env::current_exe().expect("a test has a path");
    let folder = this.parent().and_then(Path::parent).expect("a test lies two folders deep");
    folder.join("examples/simulate")
}

/// Runs a small comparison of two policies and reads what it wrote, by the names of the files.
fn simulate(folder: &Path, seed: &str) -> BTreeMap<String, String> {
    let run = Command::new(program())
        .args(["--pods", "200", "--nodes", "10", "--seeds", "2", "--seed", seed, "--details"])
        .arg("--out")
        .arg(folder)
        .output()
        .expect("cargo build --examples");
    let complaint = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{complaint}");
    let files = std::fs::read_dir(folder).expect("a folder of results");
    let read = |file: std::fs::DirEntry| {
        let text = std::fs::read_to_string(file.path()).expect("a text");
        (file.file_name().to_string_lossy().into_owned(), text)
    };
    files.map(|file| read(file.expect("readable"))).collect()
}

#[test]
fn a_seed_decides_everything() {
    let folder = std::env::temp_dir().join(format!("bowline-simulate-{}", std::process::id()));
    let run = |name: &str, seed: &str| simulate(&folder.join(name), seed);
    let (first, again, other) = (run("first", "7"), run("again", "7"), run("other", "8"));
    std::fs::remove_dir_all(&folder).expect("the folder was made here");
    for name in ["metrics.csv", "metrics.jsonl", "series.csv", "report.html"] {
        assert!(first.contains_key(name), "{name} is missing: {:?}", first.keys());
    }
    assert!(first["report.html"].contains("<svg"));
    assert!(first == again, "two runs of one seed differ");
    assert!(first["metrics.csv"] != other["metrics.csv"], "two seeds are alike");
}
