//! Small samples in the formats of the published traces, made up.

use bowline_apimachinery::random::SeededRandom;

use super::*;
use crate::Resource;

const OPENB_NODES: &str = include_str!("../../../tests/data/traces/openb_node_list.csv");
const OPENB_PODS: &str = include_str!("../../../tests/data/traces/openb_pod_list.csv");
const MACHINE_META: &str = include_str!("../../../tests/data/traces/machine_meta.csv");
const BATCH_TASK: &str = include_str!("../../../tests/data/traces/batch_task.csv");
const MACHINE_EVENTS: &str = include_str!("../../../tests/data/traces/machine_events.csv");
const INSTANCE_EVENTS: &str = include_str!("../../../tests/data/traces/instance_events.jsonl");
const VM_TYPE: &str = include_str!("../../../tests/data/traces/vm_type.csv");
const VM: &str = include_str!("../../../tests/data/traces/vm.csv");

fn shown(trace: &Trace) -> Vec<String> {
    let line = |job: &Job| {
        let pod = crate::PodInfo::from(job.pod.clone());
        let requests = pod.requests();
        let runs = job.runs.map_or("ever".to_owned(), |it| format!("{}s", it.as_secs()));
        format!(
            "{} {}/{} {}m {}Mi for {runs}",
            job.arrives.as_secs(),
            pod.namespace(),
            pod.name(),
            requests.milli_cpu,
            requests.memory >> 20
        )
    };
    trace.jobs.iter().map(line).collect()
}

fn nodes(trace: &Trace) -> Vec<String> {
    let line = |(at, event): &(Duration, NodeEvent)| match event {
        NodeEvent::Fails(name) => format!("{} {name} fails", at.as_secs()),
        NodeEvent::Joins(node) => {
            let room = Resource::from(&node.status.allocatable);
            let (name, memory) = (&node.metadata.name, room.memory >> 30);
            format!("{} {name} {}m {memory}Gi", at.as_secs(), room.milli_cpu)
        }
    };
    trace.nodes.iter().map(line).collect()
}

fn options() -> TraceOptions {
    let memory = 100.0 * (1_u64 << 30) as f64;
    TraceOptions { cores: 10.0, memory, nodes: 2, ..TraceOptions::default() }
}

#[test]
fn alibaba_gpu_2023() {
    let trace =
        super::alibaba_gpu_2023::load(&mut OPENB_NODES.as_bytes(), &mut OPENB_PODS.as_bytes());
    let trace = trace.unwrap();
    assert_eq!(nodes(&trace), ["0 openb-node-0000 64000m 256Gi", "0 openb-node-0001 96000m 384Gi"]);
    let want = [
        "0 ls/openb-pod-0000 4000m 16384Mi for 600s",
        "60 be/openb-pod-0001 8000m 32768Mi for 1140s",
        "120 ls/openb-pod-0002 1000m 2048Mi for 0s",
    ];
    assert_eq!(shown(&trace), want);
    let share = crate::PodInfo::from(trace.jobs[0].pod.clone()).requests().get(pods::GPU_MILLI);
    assert_eq!(share, 460);
    assert!(trace.jobs[1].pod.spec.affinity.is_some());
    assert_eq!(trace.skipped, 1);
}

#[test]
fn alibaba_2018() {
    let loaded = super::alibaba_2018::load(
        &mut MACHINE_META.as_bytes(),
        &mut BATCH_TASK.as_bytes(),
        &options(),
    );
    let trace = loaded.unwrap();
    assert_eq!(nodes(&trace), ["0 m-1 96000m 100Gi", "0 m-2 96000m 50Gi"]);
    let want = [
        "100 j-1/j-1-m1-0-1 1000m 1024Mi for 30s",
        "100 j-1/j-1-m1-1-2 1000m 1024Mi for 30s",
        "140 j-1/j-1-r2-1-0-3 500m 512Mi for 10s",
    ];
    assert_eq!(shown(&trace), want);
    assert_eq!(trace.skipped, 1);
}

#[test]
fn borg_2019() {
    let loaded = super::borg_2019::load(
        &mut MACHINE_EVENTS.as_bytes(),
        &mut INSTANCE_EVENTS.as_bytes(),
        &options(),
    );
    let trace = loaded.unwrap();
    assert_eq!(
        nodes(&trace),
        ["0 machine-7 5000m 25Gi", "0 machine-8 10000m 100Gi", "90 machine-7 fails"]
    );
    let want = ["1 jane/1-0 250m 1024Mi for 60s", "2 borg/2-0 1000m 2048Mi for ever"];
    assert_eq!(shown(&trace), want);
    assert_eq!(trace.jobs[0].pod.spec.priority, Some(200));
    assert_eq!(trace.skipped, 1);
}

#[test]
fn azure_packing() {
    let loaded =
        super::azure_packing::load(&mut VM_TYPE.as_bytes(), &mut VM.as_bytes(), &options());
    let trace = loaded.unwrap();
    assert_eq!(nodes(&trace).len(), 2);
    let want = [
        "-86400 tenant-5/vm-0 2500m 25600Mi for 172800s",
        "43200 tenant-5/vm-1 1000m 5120Mi for ever",
    ];
    assert_eq!(shown(&trace), want);
    assert_eq!(trace.skipped, 1);
    let random = SeededRandom::new(1);
    let pressed = TraceOptions { speed_up: 2.0, ..TraceOptions::default() };
    let trace = trace.taken(&pressed, &random);
    let arrivals: Vec<_> = trace.jobs.iter().map(|job| job.arrives.as_secs()).collect();
    assert_eq!(arrivals, [0, 64_800]);
}

#[test]
fn faults_are_named() {
    let error =
        super::azure_packing::load(&mut "a,b\n1,2\n".as_bytes(), &mut "".as_bytes(), &options());
    assert_eq!(error.unwrap_err().to_string(), "vmType: column \"vmTypeId\" is missing");
    let error = super::alibaba_gpu_2023::load(&mut OPENB_NODES.as_bytes(), &mut "".as_bytes());
    assert_eq!(error.unwrap_err().to_string(), "openb_pod_list: no usable row");
}

#[test]
fn a_share_of_the_jobs_is_drawn_by_seed() {
    let trace = || {
        let jobs = (0..1000).map(|index| Job {
            arrives: seconds(f64::from(index)),
            pod: pods::pod(&format!("p{index}"), "u", pods::Amounts::default()),
            runs: None,
        });
        Trace { jobs: jobs.collect(), ..Trace::default() }
    };
    let options = TraceOptions { sample: 0.3, limit: 200, ..TraceOptions::default() };
    let drawn = |seed| shown(&trace().taken(&options, &SeededRandom::new(seed)));
    assert_eq!(drawn(1), drawn(1));
    assert_ne!(drawn(1), drawn(2));
    assert_eq!(drawn(1).len(), 200);
}
