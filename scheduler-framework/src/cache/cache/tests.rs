//! What the cache shows in snapshots, compared with a recount.

use bowline_apimachinery::random::{Random, SeededRandom};

use super::*;
use crate::testing::{NodeBuilder, PodBuilder, node, pod};

fn big(name: &str) -> NodeBuilder {
    node(name).allocatable(&[("cpu", "4")])
}

fn add(cache: &mut Cache, node: NodeBuilder) {
    cache.apply_node(Arc::new(node.build()));
}

fn info(pod: PodBuilder) -> Arc<PodInfo> {
    Arc::new(pod.info())
}

fn one(name: &str) -> PodBuilder {
    pod(name).requests(&[("cpu", "1")])
}

/// The CPU requested on each node, in order.
fn shown(cache: &Cache) -> Vec<(String, i64)> {
    let mut snapshot = Snapshot::default();
    cache.update_snapshot(&mut snapshot);
    snapshot.nodes().map(|it| (it.name().to_owned(), it.requested().milli_cpu)).collect()
}

fn pairs(list: &[(&str, i64)]) -> Vec<(String, i64)> {
    list.iter().map(|(name, cpu)| ((*name).to_owned(), *cpu)).collect()
}

#[test]
fn an_assumed_pod_takes_room_until_it_is_forgotten() {
    let mut cache = Cache::default();
    add(&mut cache, big("a"));
    cache.assume_pod(info(one("p")), "a").unwrap();
    assert!(cache.assume_pod(info(one("p")), "a").is_err());
    assert!(cache.is_assumed("p"));
    assert_eq!(shown(&cache), pairs(&[("a", 1000)]));
    cache.forget_pod("p").unwrap();
    assert!(cache.forget_pod("p").is_err());
    assert_eq!(shown(&cache), pairs(&[("a", 0)]));
}

#[test]
fn the_watch_has_the_last_word() {
    let mut cache = Cache::default();
    add(&mut cache, big("a"));
    add(&mut cache, big("b"));
    cache.assume_pod(info(one("p")), "a").unwrap();
    cache.apply_pod(info(one("p").on("b")));
    assert!(!cache.is_assumed("p") && cache.forget_pod("p").is_err());
    assert_eq!(shown(&cache), pairs(&[("a", 0), ("b", 1000)]));
    cache.apply_pod(info(pod("p").requests(&[("cpu", "3")]).on("b")));
    assert_eq!(shown(&cache), pairs(&[("a", 0), ("b", 3000)]));
    assert!(cache.remove_pod("p").is_some() && cache.remove_pod("p").is_none());
    assert_eq!(shown(&cache), pairs(&[("a", 0), ("b", 0)]));
}

#[test]
fn pods_may_come_before_their_node_and_outlive_it() {
    let mut cache = Cache::default();
    cache.apply_pod(info(one("p").on("a")));
    assert!(shown(&cache).is_empty());
    add(&mut cache, big("a"));
    assert_eq!(shown(&cache), pairs(&[("a", 1000)]));
    cache.remove_node("a");
    cache.remove_node("a");
    assert!(shown(&cache).is_empty());
    assert_eq!((cache.node_count(), cache.pod_counts()), (0, (1, 0)));
    add(&mut cache, big("a"));
    assert_eq!(shown(&cache), pairs(&[("a", 1000)]));
    cache.remove_node("a");
    cache.remove_pod("p");
    assert!(cache.nodes.is_empty() && cache.pods.is_empty());
}

#[test]
fn bindings_that_nobody_sees_expire() {
    let at = MicroTime::from_unix_micros;
    let mut cache = Cache::default();
    add(&mut cache, big("a"));
    for name in ["binding", "bound", "seen"] {
        cache.assume_pod(info(one(name)), "a").unwrap();
    }
    cache.finish_binding("bound", at(0));
    cache.finish_binding("seen", at(0));
    cache.apply_pod(info(one("seen").on("a")));
    let patience = Duration::from_secs(30);
    assert!(cache.expire(at(30_000_000), patience).is_empty());
    let late = cache.expire(at(30_000_001), patience);
    assert_eq!(late.iter().map(|pod| pod.name()).collect::<Vec<_>>(), ["bound"]);
    assert_eq!(shown(&cache), pairs(&[("a", 2000)]));
}

/// Random histories: a snapshot that is brought up to date now and then equals a new one.
#[test]
fn snapshots_follow_every_history() {
    for seed in 0..20 {
        let random = SeededRandom::new(seed);
        let mut cache = Cache::default();
        let mut snapshot = Snapshot::default();
        for step in 0..300 {
            let name = format!("n{}", random.below(5));
            let uid = format!("p{}", random.below(12));
            let zone = format!("z{}", random.below(3));
            match random.below(7) {
                0 => add(&mut cache, big(&name).label("topology.kubernetes.io/zone", &zone)),
                1 => cache.remove_node(&name),
                2 => drop(cache.assume_pod(info(one(&uid)), &name)),
                3 => drop(cache.forget_pod(&uid)),
                4 => drop(cache.apply_pod(info(one(&uid).claim(&uid).on(&name)))),
                5 => drop(cache.remove_pod(&uid)),
                _ => drop(
                    cache.apply_pod(info(one(&uid).anti_affinity_to("app=web", "zone").on(&name))),
                ),
            }
            if random.below(3) == 0 {
                cache.update_snapshot(&mut snapshot);
                let mut anew = Snapshot::default();
                cache.update_snapshot(&mut anew);
                assert_eq!(digest(&snapshot), digest(&anew), "seed {seed}, step {step}");
            }
        }
    }
}

fn digest(snapshot: &Snapshot) -> String {
    let nodes: Vec<_> = snapshot
        .nodes()
        .map(|node| {
            let mut pods: Vec<_> = node.pods().iter().map(|pod| pod.uid()).collect();
            pods.sort_unstable();
            (node.name(), node.labels(), pods, node.requested().milli_cpu, node.claims())
        })
        .collect();
    let anti: Vec<_> = snapshot.nodes_with_required_anti_affinity().map(NodeInfo::name).collect();
    let used: Vec<_> =
        (0..12).filter(|n| snapshot.is_claim_used(&format!("default/p{n}"))).collect();
    format!("{nodes:?} {anti:?} {used:?}")
}
