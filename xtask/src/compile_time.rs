//! What a user waits for: a program that lists pods, built clean and rebuilt, ours and the peer's.
//!
//! Both programs are written into a folder of their own below `target/compile-time`, with a lock
//! file and a target folder each. Sources must be downloadable or in cargo's cache.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// A program to build.
struct Subject {
    name: &'static str,
    dependencies: String,
    main: &'static str,
}

const OURS: &str = r#"//! Lists pods.
use bowline::api::core::v1::Pod;
use bowline::client::Client;
use bowline::client::api::ListParams;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::try_default()?;
    for pod in client.all::<Pod>().list(&ListParams::default()).await?.items {
        println!("{}/{} {}", pod.metadata.namespace, pod.metadata.name, pod.status.phase);
    }
    Ok(())
}
"#;

const PEER: &str = r#"//! Lists pods.
use k8s_openapi::api::core::v1::Pod;
use kube::api::ListParams;
use kube::{Api, Client, ResourceExt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::try_default().await?;
    for pod in Api::<Pod>::all(client).list(&ListParams::default()).await? {
        let phase = pod.status.as_ref().and_then(|s| s.phase.clone()).unwrap_or_default();
        println!("{}/{} {phase}", pod.namespace().unwrap_or_default(), pod.name_any());
    }
    Ok(())
}
"#;

/// What a build took; that of less processor time is the smaller one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    /// Processor time of cargo and all it ran.
    cpu: Duration,
    wall: Duration,
}

/// Builds both programs and prints a table; `--json` prints a line a measurement instead.
pub(crate) fn run(as_json: bool) -> Result<()> {
    let folder = target_folder().join("compile-time");
    let root = crate::root();
    let tokio = r#"tokio = { version = "1", features = ["macros", "rt"] }"#;
    let bowline = root.join("bowline");
    let subjects = [
        Subject {
            name: "ours",
            dependencies: format!(
                "bowline = {{ path = {bowline:?}, default-features = false, features = [\"client\"] }}\n{tokio}"
            ),
            main: OURS,
        },
        Subject {
            name: "peer",
            dependencies: format!(
                "kube = {{ version = \"5\", default-features = false, features = [\"client\", \"rustls-tls\", \"aws-lc-rs\"] }}\nk8s-openapi = {{ version = \"0.29\", features = [\"v1_36\"] }}\n{tokio}"
            ),
            main: PEER,
        },
    ];
    let folders = subjects.each_ref().map(|subject| folder.join(subject.name));
    for (subject, folder) in subjects.iter().zip(&folders) {
        prepare(subject, folder)?;
    }
    let clean = build_each(&folders)?;
    // The best of some, in turns, so that both meet the same weather on a machine that others use.
    let mut rebuilt = None::<[Cost; 2]>;
    for round in 0..3 {
        for (subject, folder) in subjects.iter().zip(&folders) {
            std::fs::write(folder.join("src/main.rs"), format!("{}\n// {round}\n", subject.main))?;
        }
        let costs = build_each(&folders)?;
        rebuilt = Some(match rebuilt {
            Some(best) => [best[0].min(costs[0]), best[1].min(costs[1])],
            None => costs,
        });
    }
    for (name, [ours, peer]) in [("clean build", clean), ("rebuild", rebuilt.unwrap_or(clean))] {
        for (unit, pick) in
            [("s of processor", (|c| c.cpu) as fn(Cost) -> Duration), ("s of wall", |c| c.wall)]
        {
            print(name, unit, pick(ours), pick(peer), as_json);
        }
    }
    Ok(())
}

fn print(name: &str, unit: &str, ours: Duration, peer: Duration, as_json: bool) {
    let (ours, peer) = (ours.as_secs_f64(), peer.as_secs_f64());
    let ratio = peer / ours;
    if as_json {
        println!(
            "{}",
            serde_json::json!({
                "name": format!("compile time, {name}"),
                "ours": ours, "peer": peer, "ratio": ratio, "unit": unit, "size": 1,
            })
        );
    } else {
        println!("{name:<12} {ours:>8.2} {peer:>8.2} {ratio:>6.2}x {unit}");
    }
}

/// Writes the program and downloads what it needs; nothing is built yet.
fn prepare(subject: &Subject, folder: &Path) -> Result<()> {
    let source = folder.join("src");
    std::fs::create_dir_all(&source).with_context(|| source.display().to_string())?;
    let manifest = format!(
        "[package]\nname = \"lists-pods\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\n[workspace]\n",
        subject.dependencies
    );
    std::fs::write(folder.join("Cargo.toml"), manifest)?;
    std::fs::write(source.join("main.rs"), subject.main)?;
    let target = folder.join("target");
    if target.exists() {
        std::fs::remove_dir_all(&target)?;
    }
    cargo(folder, &["fetch"]).map(drop)
}

/// Builds what has changed of both programs.
fn build_each(folders: &[PathBuf; 2]) -> Result<[Cost; 2]> {
    let build = |folder: &Path| cargo(folder, &["build", "--offline"]);
    Ok([build(&folders[0])?, build(&folders[1])?])
}

#[allow(clippy::disallowed_methods, reason = "builds take the host's time")]
fn cargo(folder: &Path, arguments: &[&str]) -> Result<Cost> {
    let (start, before) = (Instant::now(), children_cpu());
    let status = Command::new("cargo")
        .args(arguments)
        .current_dir(folder)
        .env_remove("CARGO_BUILD_JOBS")
        .env_remove("CARGO_INCREMENTAL")
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTFLAGS")
        .stdout(Stdio::null())
        .status()
        .context("cargo")?;
    if !status.success() {
        bail!("cargo {} failed in {}", arguments.join(" "), folder.display());
    }
    Ok(Cost { wall: start.elapsed(), cpu: children_cpu().saturating_sub(before) })
}

/// Processor time of all ended children, as Linux tells it; zero elsewhere.
fn children_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in parentheses, fields 3 and on; 16 and 17 are what is wanted.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = rest.split_whitespace().skip(13).take(2);
    let ticks: u64 = ticks.filter_map(|field| field.parse::<u64>().ok()).sum();
    // Linux reports in hundredths of a second on all its platforms.
    Duration::from_millis(ticks * 10)
}

fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from)
}
