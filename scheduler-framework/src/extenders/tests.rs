//! A small extender behind a real socket.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;

use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::time::Duration;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::config::{KubeSchedulerConfiguration, profiles};
use crate::cycle::{FilterRunner, Placement, ScheduleError, SchedulePod, binders};
use crate::cycle_state::CycleState;
use crate::plugin::{CycleMut, PostFilter as _, PostFilterCycle, PostFilterVerdict};
use crate::plugins::DefaultPreemption;
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::registry::{Handle, Registry};
use crate::snapshot::Snapshot;
use crate::testing::{node, pod};

type Answers = Box<dyn Fn(&str, &Value) -> (u16, Value) + Send>;

/// A server that answers by verb, and remembers what it was asked.
struct Outside {
    address: String,
    asked: Arc<Mutex<Vec<(String, Value)>>>,
    thread: Option<JoinHandle<()>>,
}

impl Outside {
    fn new(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::<Mutex<Vec<_>>>::default();
        let log = Arc::clone(&asked);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Some((path, body)) = read(stream.as_ref().unwrap()) else { return };
                let body: Value = serde_json::from_slice(&body).unwrap();
                let (code, answer) = answers(&path, &body);
                log.lock().push((path, body));
                let text = answer.to_string();
                let head = format!(
                    "HTTP/1.1 {code} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    text.len()
                );
                stream.unwrap().write_all(format!("{head}{text}").as_bytes()).unwrap();
            }
        });
        Self { address, asked, thread: Some(thread) }
    }

    fn asked(&self, index: usize) -> (String, Value) {
        self.asked.lock()[index].clone()
    }
}

impl Drop for Outside {
    /// An empty connection ends the server.
    fn drop(&mut self) {
        let _ = TcpStream::connect(&self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The path and the body of a request; none if the peer sent nothing.
fn read(mut stream: &TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let count = stream.read(&mut chunk).unwrap();
        if count == 0 {
            return None;
        }
        bytes.extend_from_slice(&chunk[..count]);
        let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().unwrap())
        });
        let length: usize = length.unwrap_or(0);
        if bytes.len() >= end + 4 + length {
            let path = head.split(' ').nth(1).unwrap().to_owned();
            return Some((path, bytes[end + 4..].to_vec()));
        }
    }
}

/// The default profile with the given extenders, as YAML.
fn profile(extenders: &str) -> Profile {
    let text = format!(
        "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n\
         extenders:\n{extenders}"
    );
    let configuration = KubeSchedulerConfiguration::from_text(&text).unwrap();
    profiles(&configuration, &Registry::in_tree(), &Handle::default()).unwrap().remove(0)
}

fn snapshot() -> Snapshot {
    let big = |name| node(name).allocatable(&[("cpu", "4"), ("memory", "8Gi")]).build();
    Snapshot::of(["a", "b", "c"].map(big), [])
}

fn place(
    profile: &Profile,
    snapshot: &Snapshot,
    pod: &PodInfo,
) -> Result<(String, Placement), ScheduleError> {
    let mut state = CycleState::default();
    let nominator = Nominator::default();
    let search = SchedulePod {
        choice: crate::cycle::Choice::Upstreams,
        profile,
        pod,
        nominator: &nominator,
        start: 0,
        percentage_of_nodes_to_score: 0,
    };
    let (placement, _) = search.run(&mut CycleMut::new(&mut state, snapshot));
    placement.map(|it| (snapshot.node_at(it.node).name().to_owned(), it))
}

#[test]
fn an_extender_filters_and_scores_by_full_nodes() {
    let outside = Outside::new(Box::new(|path, body| match path {
        "/base/filter" => {
            let items = body["Nodes"]["items"].as_array().unwrap();
            let kept: Vec<_> =
                items.iter().filter(|it| it["metadata"]["name"] != "a").cloned().collect();
            let failed = json!({"a": "a is taken"});
            (200, json!({"nodes": {"items": kept}, "failedNodes": failed}))
        }
        _ => (200, json!([{"Host": "b", "Score": 1}, {"host": "c", "score": 10}])),
    }));
    let profile = profile(&format!(
        "- {{urlPrefix: 'http://{}/base/', filterVerb: filter, prioritizeVerb: score, weight: 5}}",
        outside.address
    ));
    let (node, placement) = place(&profile, &snapshot(), &pod("p").info()).unwrap();
    assert_eq!(node, "c");
    let [b, c] = placement.scores.totals[..] else { panic!("{:?}", placement.scores) };
    assert_eq!(c - b, 9 * 5 * 10);
    let (path, question) = outside.asked(1);
    assert_eq!(path, "/base/score");
    assert_eq!(question["Pod"]["metadata"]["name"], "p");
    assert_eq!(question["Nodes"]["items"].as_array().unwrap().len(), 2);
    assert_eq!(question["NodeNames"], Value::Null);
}

#[test]
fn what_extenders_turn_down_is_told_node_by_node() {
    let outside = Outside::new(Box::new(|_, body| {
        assert_eq!(body["NodeNames"], json!(["a", "b", "c"]));
        assert_eq!(body["Nodes"], Value::Null);
        let failed = json!({"a": "busy", "b": "busy"});
        let hard = json!({"b": "broken", "c": "broken"});
        let answer = json!({
            "NodeNames": [], "FailedNodes": failed, "FailedAndUnresolvableNodes": hard
        });
        (200, answer)
    }));
    let profile = profile(&format!(
        "- {{urlPrefix: 'http://{}', filterVerb: f, nodeCacheCapable: true}}",
        outside.address
    ));
    let error = place(&profile, &snapshot(), &pod("p").info()).unwrap_err();
    assert_eq!(error.to_string(), "0/3 nodes are available: 1 busy, 2 broken.");
    let ScheduleError::Unfit(unfit) = error else { panic!() };
    assert_eq!(unfit.error.unschedulable_plugins, ["Extender"].into());
}

#[test]
fn failures_count_unless_they_may_be_ignored() {
    let outside = Outside::new(Box::new(|path, _| match path {
        "/broken" => (500, Value::Null),
        "/angry" => (200, json!({"Error": "no such luck"})),
        _ => (200, json!({"NodeNames": ["nowhere"]})),
    }));
    let rows = [
        ("broken", "code 500"),
        ("angry", "no such luck"),
        ("stranger", "\"nowhere\" which is not found in the input node list"),
    ];
    for (verb, want) in rows {
        let base = format!(
            "urlPrefix: 'http://{}', filterVerb: {verb}, nodeCacheCapable: true",
            outside.address
        );
        let strict = profile(&format!("- {{{base}}}"));
        let error = place(&strict, &snapshot(), &pod("p").info()).unwrap_err();
        assert!(matches!(error, ScheduleError::Fault(_)), "{verb}");
        assert!(error.to_string().contains(want), "{error}");
        let lenient = profile(&format!("- {{{base}, ignorable: true}}"));
        assert!(place(&lenient, &snapshot(), &pod("p").info()).is_ok(), "{verb}");
    }
}

#[test]
fn an_extender_that_is_slow_or_gone_fails() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let slow = profile(&format!(
        "- {{urlPrefix: 'http://{address}', filterVerb: filter, httpTimeout: 50ms}}"
    ));
    let error = place(&slow, &snapshot(), &pod("p").info()).unwrap_err().to_string();
    assert!(error.contains("no answer within 0.05 s"), "{error}");
    drop(listener);
    let error = place(&slow, &snapshot(), &pod("p").info()).unwrap_err().to_string();
    assert!(error.contains("filter with extender at URL"), "{error}");
}

#[test]
fn managed_resources_tell_whom_it_concerns_and_who_keeps_the_books() {
    let outside = Outside::new(Box::new(|_, _| (200, json!({"NodeNames": ["b"]}))));
    let profile = profile(&format!(
        "- urlPrefix: 'http://{}'\n  filterVerb: f\n  nodeCacheCapable: true\n  \
         managedResources: [{{name: example.com/gpu, ignoredByScheduler: true}}]",
        outside.address
    ));
    let plain = pod("p").info();
    assert!(place(&profile, &snapshot(), &plain).is_ok());
    assert!(outside.asked.lock().is_empty());
    // No node has any, and only the extender minds.
    let gpu = pod("p").requests(&[("example.com/gpu", "1")]).info();
    assert_eq!(place(&profile, &snapshot(), &gpu).unwrap().0, "b");
}

#[test]
fn those_that_may_be_ignored_come_last() {
    let extenders = "- {urlPrefix: 'http://first', filterVerb: f, ignorable: true}\n\
                     - {urlPrefix: 'http://second', filterVerb: f}";
    let profile = profile(extenders);
    let names: Vec<_> = profile.extenders.iter().map(|it| it.name()).collect();
    assert_eq!(names, ["http://second", "http://first"]);
}

#[tokio::test]
async fn an_extender_binds() {
    let outside = Outside::new(Box::new(|_, body| {
        let refused = body["Node"] == "full";
        (200, json!({"Error": if refused { "full" } else { "" }}))
    }));
    let profile = profile(&format!("- {{urlPrefix: 'http://{}', bindVerb: b}}", outside.address));
    let pod = pod("p").info();
    let binder = binders(&profile, &pod).next().unwrap();
    binder.bind(pod.pod(), "a").await.unwrap();
    let want = json!({"PodName": "p", "PodNamespace": "default", "PodUID": "p", "Node": "a"});
    assert_eq!(outside.asked(0), ("/b".to_owned(), want));
    assert_eq!(binder.bind(pod.pod(), "full").await.unwrap_err().to_string(), "full");
}

#[test]
fn an_extender_has_its_say_about_victims() {
    let outside = Outside::new(Box::new(|_, body| {
        let candidates = body["NodeNameToMetaVictims"].as_object().unwrap();
        assert_eq!(candidates["b"]["Pods"], json!([{"UID": "on-b"}]));
        let victims = match body["Pod"]["metadata"]["name"].as_str() {
            Some("stranger") => json!([{"UID": "unknown"}]),
            Some("none") => json!([]),
            _ => json!([{"UID": "on-b"}]),
        };
        (200, json!({"NodeNameToMetaVictims": {"b": {"Pods": victims}}}))
    }));
    let profile = profile(&format!(
        "- {{urlPrefix: 'http://{}', preemptVerb: p, nodeCacheCapable: true}}",
        outside.address
    ));
    let mut snapshot = snapshot();
    for name in ["a", "b", "c"] {
        let filler = pod(&format!("on-{name}")).requests(&[("cpu", "4")]).on(name).info();
        snapshot.add_pod(filler, name);
    }
    let outcome = |name: &str| {
        let preemptor = pod(name).requests(&[("cpu", "2")]).priority(1).info();
        let error = place(&profile, &snapshot, &preemptor).unwrap_err();
        let ScheduleError::Unfit(unfit) = error else { panic!("{error}") };
        let nominator = Nominator::default();
        let runner = FilterRunner::new(&profile, &unfit.pre_filtered.skipped, &nominator);
        let mut state = CycleState::default();
        let mut cycle = CycleMut::new(&mut state, &snapshot);
        crate::cycle::run_pre_filters(&profile, &mut cycle, &preemptor).unwrap();
        let random = SeededRandom::new(1);
        let cycle = PostFilterCycle::new(cycle.read(), &runner, &random);
        DefaultPreemption::default().post_filter(&cycle, &preemptor, &unfit.error.statuses)
    };
    let PostFilterVerdict::Schedulable { node, preemption } = outcome("p").unwrap() else {
        panic!("it should fit")
    };
    assert_eq!(node, "b");
    assert_eq!(preemption.unwrap().victims[0].name(), "on-b");
    let error = outcome("stranger").unwrap_err().to_string();
    assert!(error.contains("(UID: unknown) on node: b, but the pod is not found"), "{error}");
    let error = outcome("none").unwrap_err().to_string();
    assert_eq!(error, "expected at least one victim pod on node \"b\"");
}

#[test]
fn certificates_are_read_when_the_scheduler_is_made() {
    let text = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n\
                extenders:\n- {urlPrefix: 'https://x', filterVerb: f, enableHTTPS: true, \
                tlsConfig: {caData: '%%'}}";
    let configuration = KubeSchedulerConfiguration::from_text(text).unwrap();
    let error = profiles(&configuration, &Registry::in_tree(), &Handle::default()).unwrap_err();
    assert_eq!(error.to_string(), "extender \"https://x\": caData is not base64");
    assert_eq!(configuration.extenders[0].http_timeout, Duration::default());
}
