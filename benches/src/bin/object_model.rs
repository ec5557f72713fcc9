//! Codecs, selectors and merges: rates of the object model beside `serde_json` into `k8s_openapi`.
//!
//! The peer of the protobuf figures is JSON too, since `k8s_openapi` has nothing else.
//!
//! Peers need the feature `peers`; without it the figures stand alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use bowline_api::core::v1::{POD, Pod};
use bowline_apimachinery::codec::{MediaType, json};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::list::List;
use bowline_apimachinery::managed_fields::{FieldManager, OneVersion, Schema};
use bowline_apimachinery::meta::ListMeta;
use bowline_apimachinery::patch::strategic;
use bowline_apimachinery::time::Time;
use bowline_benches::report::{self, Measurement};
use bowline_benches::{pods, stopwatch};
use clap::Parser;
use serde_json::{Value, json};

/// Rates of the object model: codecs, selectors, patches.
#[derive(Parser)]
struct Arguments {
    /// Pods in the list.
    #[arg(long, default_value_t = 10_000)]
    pods: usize,
    /// Runs of each measurement; the best counts.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Only measurements whose name has this text in it.
    #[arg(long, default_value = "")]
    only: String,
    /// Leaves the heap as earlier runs have left it, instead of having the allocator tidy up first.
    #[arg(long)]
    keep_garbage: bool,
    /// One JSON line a measurement instead of a table.
    #[arg(long)]
    json: bool,
    /// Decodes a list and prints by how many bytes this process grew: `json`, `protobuf`, `peer`.
    #[arg(long, hide = true, requires = "from")]
    grow: Option<String>,
    /// The list to decode.
    #[arg(long, hide = true)]
    from: Option<PathBuf>,
}

fn main() {
    let arguments = Arguments::parse();
    if let (Some(which), Some(file)) = (&arguments.grow, &arguments.from) {
        println!("{}", growth(which, file));
        return;
    }
    stopwatch::KEEP_GARBAGE.store(arguments.keep_garbage, std::sync::atomic::Ordering::Relaxed);
    report::head(arguments.json);
    for (label, with_owners) in [("", true), (" without managedFields", false)] {
        let list = arguments.pods_as(with_owners);
        arguments.codecs(label, &list);
        if "memory".contains(&arguments.only) {
            arguments.heap(label, &list);
        }
    }
    if "match".contains(&arguments.only) {
        arguments.selectors();
    }
    if "merge apply".contains(&arguments.only) {
        arguments.merges();
    }
    if "judge".contains(&arguments.only) {
        bowline_benches::judging::measure(arguments.rounds, arguments.json);
    }
}

impl Arguments {
    fn pods_as(&self, with_owners: bool) -> List<Pod> {
        let pods = pods::pods(self.pods, 1);
        let items = if with_owners { pods } else { pods::without_managed_fields(pods) };
        List {
            metadata: ListMeta { resource_version: "1".to_owned(), ..ListMeta::default() },
            items,
        }
    }

    fn print(&self, name: &str, ours: Duration, peer: Option<Duration>) {
        let each = |taken: Duration| taken.as_secs_f64() * 1e6 / self.pods as f64;
        report::print(
            &Measurement {
                name: name.to_owned(),
                ours: each(ours),
                peer: peer.map(each),
                unit: "us/pod",
                size: self.pods,
            },
            self.json,
        );
    }

    fn codecs(&self, label: &str, list: &List<Pod>) {
        let encoded = |media| list.encode(media).expect("a list of pods");
        let (text, wire) = (encoded(MediaType::Json), encoded(MediaType::Protobuf));
        if !self.json {
            let each = |bytes: &[u8]| bytes.len() / self.pods;
            println!("# a pod{label}: {} bytes of JSON, {} of protobuf", each(&text), each(&wire));
        }
        let decode = |bytes, media| List::<Pod>::decode(bytes, media).expect("a list of pods");
        let peer = |taken: Duration| peer::PRESENT.then_some(taken);
        let wanted = |name: &str| format!("{name}{label}").contains(&self.only);
        if wanted("decode JSON") || wanted("decode protobuf") {
            let (ours, theirs) = stopwatch::in_turns(
                self.rounds,
                || decode(&text, MediaType::Json),
                || peer::decode(&text),
            );
            self.print(&format!("decode JSON{label}"), ours, peer(theirs));
            let ours = stopwatch::best_of(self.rounds, || decode(&wire, MediaType::Protobuf));
            self.print(&format!("decode protobuf{label}"), ours, peer(theirs));
        }
        if wanted("encode JSON") || wanted("encode protobuf") {
            // Both lists lie in memory as their decoders have laid them.
            let (own, list) = (decode(&text, MediaType::Json), peer::decode(&text));
            let encoded = |media| own.encode(media).expect("a list of pods");
            let (ours, theirs) = stopwatch::in_turns(
                self.rounds,
                || encoded(MediaType::Json),
                || peer::encode(&list),
            );
            self.print(&format!("encode JSON{label}"), ours, peer(theirs));
            let ours = stopwatch::best_of(self.rounds, || encoded(MediaType::Protobuf));
            self.print(&format!("encode protobuf{label}"), ours, peer(theirs));
        }
    }

    /// Memory of a decoded list, each in a process of its own so that nothing else counts.
    fn heap(&self, label: &str, list: &List<Pod>) {
        let grow = |which: &str, media| -> Option<f64> {
            let file = std::env::temp_dir().join(format!("object-model-{}", std::process::id()));
            std::fs::write(&file, list.encode(media).ok()?).ok()?;
            let mut command = Command::new(std::env::current_exe().ok()?);
            let output = command.args(["--grow", which, "--from"]).arg(&file).output();
            std::fs::remove_file(&file).ok()?;
            let bytes: f64 = String::from_utf8_lossy(&output.ok()?.stdout).trim().parse().ok()?;
            Some(bytes / self.pods as f64)
        };
        let peer = peer::PRESENT.then(|| grow("peer", MediaType::Json)).flatten();
        for (name, which, media) in [
            ("memory, decoded from JSON", "json", MediaType::Json),
            ("memory, decoded from protobuf", "protobuf", MediaType::Protobuf),
        ] {
            let measurement = Measurement {
                name: format!("{name}{label}"),
                ours: grow(which, media).unwrap_or(f64::NAN),
                peer,
                unit: "bytes/pod",
                size: self.pods,
            };
            report::print(&measurement, self.json);
        }
    }

    fn selectors(&self) {
        let labels: Vec<BTreeMap<String, String>> =
            pods::pods(self.pods, 1).into_iter().map(|pod| pod.metadata.labels).collect();
        for text in [
            "app.kubernetes.io/name=app-007",
            "tier in (frontend,backend),app.kubernetes.io/name!=app-001,!legacy",
        ] {
            let selector = Selector::parse(text).expect("a selector");
            let run = || labels.iter().filter(|labels| selector.matches(*labels)).count();
            let ours = stopwatch::best_of(self.rounds, run);
            self.print(&format!("match {text:.34}"), ours, None);
        }
    }

    fn merges(&self) {
        let pod = &pods::pods(1, 1)[0];
        let value = json::to_value(pod, Some(("v1", "Pod"))).expect("a pod");
        let patch = json!({
            "metadata": {"labels": {"tier": "canary"}},
            "spec": {"containers": [{"name": "server", "image": "registry.example.com/team/server:2.0.0"}]},
        });
        let times = 1000;
        let each = |name: &str, taken: Duration| {
            let measurement = Measurement {
                name: name.to_owned(),
                ours: taken.as_secs_f64() * 1e6 / f64::from(times),
                peer: None,
                unit: "us",
                size: 1,
            };
            report::print(&measurement, self.json);
        };
        let repeat =
            |run: &dyn Fn()| stopwatch::best_of(self.rounds, || (0..times).for_each(|_| run()));
        each(
            "strategic merge of a pod",
            repeat(&|| {
                let mut merged = value.clone();
                strategic::apply(&mut merged, &patch, &POD).expect("a patch");
                std::hint::black_box(merged);
            }),
        );
        let empty =
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {}, "spec": {}, "status": {}});
        let versions = OneVersion { api_version: "v1", schema: Schema::built_in(&POD) };
        let manager = FieldManager {
            versions: &versions,
            api_version: "v1",
            kind: "Pod",
            subresource: "",
            empty: &empty,
            reset_fields: &[],
        };
        let applied: Value = json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": pod.metadata.name, "namespace": pod.metadata.namespace, "labels": {"tier": "canary"}},
            "spec": {"containers": [{"name": "server", "image": "registry.example.com/team/server:2.0.0"}]},
        });
        each(
            "server-side apply to a pod",
            repeat(&|| {
                let merged = manager.apply(
                    Some(&value),
                    &applied,
                    "bench",
                    true,
                    Time::from_unix_seconds(1_800_000_000),
                );
                std::hint::black_box(merged.expect("an apply"));
            }),
        );
    }
}

/// By how much the memory of this process grows when it decodes the list.
fn growth(which: &str, file: &Path) -> usize {
    let bytes = std::fs::read(file).expect("the file that the parent wrote");
    let before = report::resident();
    let grown = |list: &dyn std::any::Any| {
        std::hint::black_box(list);
        report::resident().saturating_sub(before)
    };
    match which {
        "peer" => grown(&peer::decode(&bytes)),
        "protobuf" => grown(&List::<Pod>::decode(&bytes, MediaType::Protobuf).expect("a list")),
        _ => grown(&List::<Pod>::decode(&bytes, MediaType::Json).expect("a list")),
    }
}

#[cfg(feature = "peers")]
mod peer {
    //! `serde_json` and `k8s_openapi`.

    use k8s_openapi::List;
    use k8s_openapi::api::core::v1::Pod;

    pub(super) const PRESENT: bool = true;

    pub(super) fn decode(bytes: &[u8]) -> List<Pod> {
        serde_json::from_slice(bytes).expect("a list of pods")
    }

    pub(super) fn encode(list: &List<Pod>) -> Vec<u8> {
        serde_json::to_vec(list).expect("a list of pods")
    }
}

#[cfg(not(feature = "peers"))]
mod peer {
    //! No peer in this build.

    pub(super) const PRESENT: bool = false;

    pub(super) struct Nothing;

    pub(super) fn decode(_: &[u8]) -> Nothing {
        Nothing
    }

    pub(super) fn encode(_: &Nothing) {}
}
