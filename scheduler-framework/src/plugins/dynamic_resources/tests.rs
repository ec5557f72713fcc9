//! Nodes with devices, and claims to them.

use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, Pod, PodStatus};
use bowline_api::resource::v1::{DeviceClass, ResourceSlice};
use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::resource::Object;
use futures::FutureExt as _;
use parking_lot::Mutex;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::api_calls::{ApiCalls, Note};
use crate::binding::Sleep;
use crate::cycle::{FilterRunner, FitError};
use crate::events::{EventObjects, QueueingHint};
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::snapshot::Snapshot;
use crate::testing::{PodBuilder, node, pod};

fn put<T: Object + DeserializeOwned>(objects: &mut Objects, object: Value) {
    let object: T = serde_json::from_value(object).unwrap();
    objects.apply(Arc::new(object));
}

fn slice(objects: &mut Objects, node: &str, more: Value) {
    let mut slice = json!({
        "metadata": {"name": format!("{node}-slice")},
        "spec": {"driver": "gpu.example.com", "nodeName": node,
                 "pool": {"name": node, "generation": 1, "resourceSliceCount": 1}}
    });
    for (key, value) in more.as_object().unwrap() {
        slice["spec"][key] = value.clone();
    }
    put::<ResourceSlice>(objects, slice);
}

/// A GPU with so much memory and a model.
fn gpu(name: &str, memory: &str, model: &str) -> Value {
    json!({"name": name, "capacity": {"memory": {"value": memory}},
           "attributes": {"model": {"string": model}, "gen": {"int": 7},
                          "driverVersion": {"version": "1.2.3"}}})
}

fn gpus(objects: &mut Objects, node: &str, count: usize) {
    let devices: Vec<_> =
        (0..count).map(|index| gpu(&format!("gpu-{index}"), "40Gi", "big")).collect();
    slice(objects, node, json!({"devices": devices}));
}

fn claim(objects: &mut Objects, name: &str, devices: Value, status: Value) {
    put::<ResourceClaim>(
        objects,
        json!({
            "metadata": {"name": name, "namespace": "default", "uid": name,
                         "resourceVersion": "5"},
            "spec": {"devices": devices}, "status": status
        }),
    );
}

fn exactly(more: Value) -> Value {
    let mut exactly = json!({"deviceClassName": "gpu", "allocationMode": "ExactCount", "count": 1});
    for (key, value) in more.as_object().unwrap() {
        exactly[key] = value.clone();
    }
    json!({"requests": [{"name": "r", "exactly": exactly}]})
}

fn selecting(expression: &str) -> Value {
    exactly(json!({"selectors": [{"cel": {"expression": expression}}]}))
}

fn allocated(device: &str, node: &str, users: Value) -> Value {
    let terms = json!([{"matchFields": [
        {"key": "metadata.name", "operator": "In", "values": [node]}
    ]}]);
    json!({
        "allocation": {
            "devices": {"results": [{"request": "r", "driver": "gpu.example.com", "pool": node,
                                     "device": device}]},
            "nodeSelector": {"nodeSelectorTerms": terms}
        },
        "reservedFor": users
    })
}

fn wants(name: &str, claims: &[&str]) -> PodBuilder {
    pod(name).with(|pod| {
        for claim in claims {
            let reference = json!({"name": claim, "resourceClaimName": claim});
            pod.spec.resource_claims.push(serde_json::from_value(reference).unwrap());
        }
    })
}

fn two_nodes() -> Snapshot {
    let mut snapshot = Snapshot::of([node("a").build(), node("b").build()], []);
    let selector = json!([{"cel": {"expression": "device.driver == 'gpu.example.com'"}}]);
    let class = json!({
        "metadata": {"name": "gpu"},
        "spec": {"selectors": selector,
                 "config": [{"opaque": {"driver": "gpu.example.com", "parameters": {"x": 1}}}]}
    });
    put::<DeviceClass>(snapshot.objects_mut(), class);
    snapshot
}

fn verdicts(plugin: &DynamicResources, snapshot: &Snapshot, pod: &PodInfo) -> Vec<String> {
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, snapshot);
    match plugin.pre_filter(&mut cycle, pod).unwrap() {
        PreFilterVerdict::Rejected(rejection) => return vec![rejection.to_string()],
        PreFilterVerdict::Skip => return vec!["skip".to_owned()],
        _ => {}
    }
    let verdict = |node| match plugin.filter(&cycle.read(), pod, node) {
        Ok(Verdict::Fits) => "fits".to_owned(),
        Ok(Verdict::Rejected(rejection)) => rejection.to_string(),
        Err(error) => format!("error: {error}"),
    };
    snapshot.nodes().map(verdict).collect()
}

/// One claim `c`, with GPUs on node `a` as given.
fn check(name: &str, devices: Value, fill: impl Fn(&mut Objects), want: [&str; 2]) {
    let mut snapshot = two_nodes();
    fill(snapshot.objects_mut());
    claim(snapshot.objects_mut(), "c", devices, json!({}));
    let pod = wants("p", &["c"]).info();
    assert_eq!(verdicts(&DynamicResources::default(), &snapshot, &pod), want, "{name}");
}

const FITS: [&str; 2] = ["fits", REASON_NO_DEVICES];
const NOWHERE: [&str; 2] = [REASON_NO_DEVICES; 2];

#[test]
fn claims_are_looked_at_before_nodes() {
    let plugin = DynamicResources::default();
    let mut snapshot = two_nodes();
    let told =
        |snapshot: &Snapshot, pod: PodBuilder| verdicts(&plugin, snapshot, &pod.info()).join("|");
    assert_eq!(told(&snapshot, pod("p")), "skip");
    let want = "resourceclaim.resource.k8s.io \"c\" not found";
    assert_eq!(told(&snapshot, wants("p", &["c"])), want);
    let gated = plugin.pre_enqueue(snapshot.objects(), &wants("p", &["c"]).info()).unwrap();
    assert_eq!(gated, Verdict::unresolvable(want));
    let generated = pod("p").with(|pod| {
        let reference = json!({"name": "x", "resourceClaimTemplateName": "t"});
        pod.spec.resource_claims.push(serde_json::from_value(reference).unwrap());
    });
    let want = "pod \"default/p\": ResourceClaim not created yet";
    assert_eq!(told(&snapshot, generated), want);
    let objects = snapshot.objects_mut();
    let odd = json!({"requests": [{"name": "r", "exactly": {"deviceClassName": "no"}}]});
    claim(objects, "odd", odd, json!({}));
    let users: Vec<_> = (0..256).map(|uid| json!({"uid": uid.to_string()})).collect();
    claim(objects, "full", exactly(json!({})), allocated("gpu-0", "a", users.into()));
    let want = "request r: device class no does not exist";
    assert_eq!(told(&snapshot, wants("p", &["odd"])), want);
    assert_eq!(told(&snapshot, wants("p", &["full"])), REASON_IN_USE);
}

#[test]
fn devices_are_found_by_expressions() {
    let one = |it: &mut Objects| gpus(it, "a", 1);
    check("any", exactly(json!({})), one, FITS);
    let rows = [
        ("model", "device.attributes['gpu.example.com'].model == 'big'", FITS),
        ("another", "device.attributes['gpu.example.com'].model == 'small'", NOWHERE),
        ("unknown domain", "'x' in device.attributes['other.com']", NOWHERE),
        ("has", "has(device.attributes['other.com'].x)", NOWHERE),
        ("int", "device.attributes['gpu.example.com'].gen >= 7", FITS),
        (
            "memory",
            "device.capacity['gpu.example.com'].memory.compareTo(quantity('40Gi')) >= 0",
            FITS,
        ),
        (
            "version",
            "device.attributes['gpu.example.com'].driverVersion.isLessThan(semver('2.0.0'))",
            FITS,
        ),
        (
            "bind",
            "cel.bind(g, device.attributes['gpu.example.com'], g.gen > 1 && g.model == 'big')",
            FITS,
        ),
    ];
    for (name, expression, want) in rows {
        check(name, selecting(expression), one, want);
    }
    let mut snapshot = two_nodes();
    one(snapshot.objects_mut());
    claim(snapshot.objects_mut(), "c", selecting("device.nothing"), json!({}));
    let pod = wants("p", &["c"]).info();
    let told = verdicts(&DynamicResources::default(), &snapshot, &pod);
    let want = "error: claim default/c: selector #0: CEL compile error: compilation failed:";
    assert!(told[0].starts_with(want), "{told:?}");
}

#[test]
fn counts_and_alternatives() {
    let two = |it: &mut Objects| gpus(it, "a", 2);
    check("two of two", exactly(json!({"count": 2})), two, FITS);
    check("three of two", exactly(json!({"count": 3})), two, NOWHERE);
    check("all", exactly(json!({"allocationMode": "All"})), two, FITS);
    let first = json!({"requests": [{"name": "r", "firstAvailable": [
        {"name": "many", "deviceClassName": "gpu", "allocationMode": "ExactCount", "count": 4},
        {"name": "few", "deviceClassName": "gpu", "allocationMode": "ExactCount", "count": 2}
    ]}]});
    check("the second choice", first, two, FITS);
    let great = json!({"capacity": {"requests": {"memory": "80Gi"}}});
    check("capacity", exactly(great), two, NOWHERE);
    let updated = |it: &mut Objects| {
        let pool = json!({"name": "a", "generation": 1, "resourceSliceCount": 2});
        slice(it, "a", json!({"pool": pool, "devices": [gpu("x", "1Gi", "m")]}));
    };
    check("a slice is yet to come", exactly(json!({})), updated, NOWHERE);
}

#[test]
fn constraints_bind_devices_together() {
    let mixed = |it: &mut Objects| {
        let devices = [gpu("x", "1Gi", "m"), gpu("y", "1Gi", "n"), gpu("z", "1Gi", "n")];
        slice(it, "a", json!({"devices": devices}));
    };
    let constrained = |kind: &str, count: usize| {
        let mut devices = exactly(json!({"count": count}));
        devices["constraints"] = json!([{kind: "gpu.example.com/model"}]);
        devices
    };
    check("two of a kind", constrained("matchAttribute", 2), mixed, FITS);
    check("three of a kind", constrained("matchAttribute", 3), mixed, NOWHERE);
    check("two kinds", constrained("distinctAttribute", 2), mixed, FITS);
    check("three kinds", constrained("distinctAttribute", 3), mixed, NOWHERE);
}

#[test]
fn taken_devices_are_seen_by_administrators_alone() {
    let taken = |it: &mut Objects| {
        gpus(it, "a", 1);
        claim(it, "other", exactly(json!({})), allocated("gpu-0", "a", json!([])));
    };
    check("taken", exactly(json!({})), taken, NOWHERE);
    check("watched", exactly(json!({"adminAccess": true})), taken, FITS);
    let tainted = |it: &mut Objects| {
        let mut device = gpu("x", "1Gi", "m");
        device["taints"] = json!([{"key": "broken", "effect": "NoSchedule"}]);
        slice(it, "a", json!({"devices": [device]}));
    };
    check("tainted", exactly(json!({})), tainted, NOWHERE);
    let tolerant = json!({"tolerations": [{"key": "broken", "operator": "Exists"}]});
    check("tolerated", exactly(tolerant), tainted, FITS);
}

#[test]
fn partitions_share_counters() {
    let half = |name: &str| {
        let uses = json!([{"counterSet": "card", "counters": {"memory": {"value": "20Gi"}}}]);
        json!({"name": name, "consumesCounters": uses})
    };
    let card = |it: &mut Objects| {
        let sets = json!([{"name": "card", "counters": {"memory": {"value": "40Gi"}}}]);
        let devices = [half("h1"), half("h2"), half("h3")];
        slice(it, "a", json!({"sharedCounters": sets, "devices": devices}));
    };
    check("two halves", exactly(json!({"count": 2})), card, FITS);
    check("three halves", exactly(json!({"count": 3})), card, NOWHERE);
    let used = |it: &mut Objects| {
        card(it);
        claim(it, "other", exactly(json!({})), allocated("h1", "a", json!([])));
    };
    check("one is used", exactly(json!({"count": 2})), used, NOWHERE);
}

#[test]
fn devices_may_be_shared_by_nodes() {
    let network = |it: &mut Objects| {
        let terms = json!([{"matchExpressions": [
            {"key": "kubernetes.io/hostname", "operator": "In", "values": ["b"]}
        ]}]);
        let selector = json!({"nodeSelectorTerms": terms});
        let devices = [gpu("x", "1Gi", "m")];
        slice(it, "", json!({"nodeName": null, "nodeSelector": selector, "devices": devices}));
    };
    check("by selector", exactly(json!({})), network, [REASON_NO_DEVICES, "fits"]);
    let everywhere = |it: &mut Objects| {
        let devices = [gpu("x", "1Gi", "m")];
        slice(it, "", json!({"nodeName": null, "allNodes": true, "devices": devices}));
    };
    check("by all", exactly(json!({})), everywhere, ["fits"; 2]);
}

#[test]
fn a_search_without_end_ends() {
    let mut snapshot = two_nodes();
    gpus(snapshot.objects_mut(), "a", 20);
    // Every subset is tried in vain.
    let mut devices = exactly(json!({"count": 16}));
    devices["constraints"] = json!([{"distinctAttribute": "gpu.example.com/gen"}]);
    devices["requests"][0]["exactly"]["count"] = 1.into();
    let mut more = exactly(json!({"count": 20}));
    more["requests"][0]["name"] = "s".into();
    devices["requests"].as_array_mut().unwrap().push(more["requests"][0].clone());
    claim(snapshot.objects_mut(), "c", devices, json!({}));
    let args = DynamicResourcesArgs {
        filter_timeout: bowline_apimachinery::time::Duration::from_nanos(10_000),
        ..DynamicResourcesArgs::default()
    };
    let plugin = DynamicResources::new(&args, &Handle::default());
    let told = verdicts(&plugin, &snapshot, &wants("p", &["c"]).info());
    assert_eq!(told[0], "error: timed out trying to allocate devices");
}

fn reserve(
    plugin: &DynamicResources,
    snapshot: &Snapshot,
    pod: &PodInfo,
    node: &str,
) -> CycleState {
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, snapshot);
    assert_eq!(plugin.pre_filter(&mut cycle, pod).unwrap(), PreFilterVerdict::Continue);
    plugin.reserve(&mut cycle, pod, node).unwrap();
    state
}

#[test]
fn what_is_decided_counts_at_once() {
    let mut snapshot = two_nodes();
    gpus(snapshot.objects_mut(), "a", 1);
    claim(snapshot.objects_mut(), "c", exactly(json!({})), json!({}));
    claim(snapshot.objects_mut(), "d", exactly(json!({})), json!({}));
    let plugin = DynamicResources::default();
    let (first, second) = (wants("p", &["c"]).info(), wants("q", &["d"]).info());
    let mut state = reserve(&plugin, &snapshot, &first, "a");
    assert_eq!(verdicts(&plugin, &snapshot, &second), NOWHERE);
    let want = "resource claim default/c is in the process of being allocated";
    assert_eq!(verdicts(&plugin, &snapshot, &wants("r", &["c"]).info()), [want]);
    plugin.unreserve(&mut state, &first, "a");
    assert_eq!(verdicts(&plugin, &snapshot, &second), FITS);
}

#[test]
fn earlier_alternatives_score_higher() {
    let mut snapshot = two_nodes();
    gpus(snapshot.objects_mut(), "a", 1);
    gpus(snapshot.objects_mut(), "b", 2);
    let alternative = |name: &str, count: usize| {
        json!({"name": name, "deviceClassName": "gpu", "allocationMode": "ExactCount",
               "count": count})
    };
    let first = json!([alternative("two", 2), alternative("one", 1)]);
    let devices = json!({"requests": [{"name": "r", "firstAvailable": first}]});
    claim(snapshot.objects_mut(), "c", devices, json!({}));
    let plugin = DynamicResources::default();
    let pod = wants("p", &["c"]).info();
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, &snapshot);
    plugin.pre_filter(&mut cycle, &pod).unwrap();
    assert_eq!(plugin.pre_score(&mut cycle, &pod, &[]).unwrap(), PreScoreVerdict::Continue);
    let score = |node| plugin.score(&cycle.read(), &pod, node).unwrap();
    let mut scores: Vec<_> = snapshot.nodes().map(score).collect();
    assert_eq!(scores, [7, 8]);
    plugin.normalize(&cycle.read(), &pod, &[], &mut scores).unwrap();
    assert_eq!(scores, [87, 100]);
}

#[test]
fn a_claim_elsewhere_is_given_up_if_nobody_else_uses_it() {
    for (users, want) in [
        (json!([{"resource": "pods", "uid": "p"}]), "deallocation of ResourceClaim completed"),
        (json!([{"resource": "pods", "uid": "q"}]), "still not schedulable"),
    ] {
        let mut snapshot = two_nodes();
        gpus(snapshot.objects_mut(), "a", 1);
        claim(snapshot.objects_mut(), "c", exactly(json!({})), allocated("gpu-0", "z", users));
        let handle = Handle::default();
        let plugin = Arc::new(DynamicResources::new(&Default::default(), &handle));
        let pod = wants("p", &["c"]).info();
        let mut state = CycleState::default();
        let mut cycle = CycleMut::new(&mut state, &snapshot);
        plugin.pre_filter(&mut cycle, &pod).unwrap();
        let mut statuses = NodeStatuses::default();
        for (index, node) in snapshot.nodes().enumerate() {
            match plugin.filter(&cycle.read(), &pod, node).unwrap() {
                Verdict::Fits => panic!("{}", node.name()),
                Verdict::Rejected(it) => statuses.push(index, it.by("DynamicResources")),
            }
        }
        let error = FitError::new(2, statuses.clone()).to_string();
        assert_eq!(error, format!("0/2 nodes are available: 2 {REASON_ELSEWHERE}."));
        let profile = Profile::of("p", [(plugin.clone() as Arc<dyn Plugin>, 0)]);
        let nominator = Nominator::default();
        let runner = FilterRunner::new(&profile, &Default::default(), &nominator);
        let random = SeededRandom::new(1);
        let cycle = PostFilterCycle::new(cycle.read(), &runner, &random);
        let verdict = plugin.post_filter(&cycle, &pod, &statuses).unwrap();
        let PostFilterVerdict::Unschedulable { message, .. } = verdict else { panic!() };
        assert_eq!(message, want);
        let given_up = handle.claim_writes.take();
        assert_eq!(given_up.len(), usize::from(want.starts_with("dealloc")));
        assert!(given_up.iter().all(|it| it.status.allocation.is_none()));
    }
}

/// A server that keeps claims, and the first time says that somebody else was faster.
#[derive(Debug)]
struct Server {
    claim: Mutex<ResourceClaim>,
    conflicts: Mutex<usize>,
}

#[async_trait]
impl ApiCalls for Server {
    fn record(&self, _: &Pod, _: Note) {}
    async fn bind(&self, _: &Pod, _: &str) -> Result<(), BoxError> {
        Ok(())
    }
    async fn patch_pod_status(&self, _: &Pod, _: &PodStatus) -> Result<(), BoxError> {
        Ok(())
    }
    async fn delete_pod(&self, _: &Pod) -> Result<(), BoxError> {
        Ok(())
    }
    async fn update_volume(&self, it: &PersistentVolume) -> Result<PersistentVolume, BoxError> {
        Ok(it.clone())
    }
    async fn update_claim(
        &self,
        it: &PersistentVolumeClaim,
    ) -> Result<PersistentVolumeClaim, BoxError> {
        Ok(it.clone())
    }
    async fn get_claim(&self, _: &str, _: &str) -> Result<PersistentVolumeClaim, BoxError> {
        Err("none".into())
    }
    async fn get_resource_claim(&self, _: &str, _: &str) -> Result<ResourceClaim, BoxError> {
        let mut claim = self.claim.lock();
        // The driver makes the devices ready.
        let ready = json!([{
            "driver": "gpu.example.com", "pool": "a", "device": "x",
            "conditions": [{"type": "Ready", "status": "True", "reason": "", "message": "",
                            "lastTransitionTime": null}]
        }]);
        claim.status.devices = serde_json::from_value(ready).unwrap();
        Ok(claim.clone())
    }
    async fn update_resource_claim(&self, it: &ResourceClaim) -> Result<ResourceClaim, BoxError> {
        if std::mem::take(&mut *self.conflicts.lock()) > 0 {
            self.claim.lock().metadata.resource_version = "6".into();
            return Err("conflict".into());
        }
        self.claim.lock().metadata.finalizers.clone_from(&it.metadata.finalizers);
        Ok(self.claim.lock().clone())
    }
    async fn update_resource_claim_status(
        &self,
        it: &ResourceClaim,
    ) -> Result<ResourceClaim, BoxError> {
        self.claim.lock().status = it.status.clone();
        Ok(self.claim.lock().clone())
    }
}

#[test]
fn claims_are_written_before_the_pod_is_bound() {
    let mut snapshot = two_nodes();
    let mut device = gpu("x", "1Gi", "m");
    device["bindingConditions"] = json!(["Ready"]);
    device["bindingFailureConditions"] = json!(["Broken"]);
    slice(snapshot.objects_mut(), "a", json!({"devices": [device]}));
    let mut devices = exactly(json!({}));
    devices["config"] = json!([{"opaque": {"driver": "gpu.example.com", "parameters": {"y": 2}}}]);
    claim(snapshot.objects_mut(), "c", devices, json!({}));
    let shown = snapshot.objects().get::<ResourceClaim>("default", "c").unwrap();
    let server =
        Arc::new(Server { claim: Mutex::new((**shown).clone()), conflicts: Mutex::new(1) });
    let plugin = DynamicResources::default();
    let pod = wants("p", &["c"]).info();
    let state = reserve(&plugin, &snapshot, &pod, "a");
    let sleep: Sleep = Arc::new(|_| futures::future::ready(()).boxed());
    let cycle = BindCycle::new(state, snapshot, server.clone(), sleep);
    assert_eq!(plugin.pre_flight(&cycle, &pod, "a"), PreBindPreFlight::RunInParallel);
    plugin.pre_bind(&cycle, &pod, "a").now_or_never().unwrap().unwrap();
    let written = server.claim.lock().clone();
    assert_eq!(written.metadata.finalizers, [books::FINALIZER]);
    assert!(is_reserved_for(&written, "p"));
    let allocation = written.status.allocation.unwrap();
    let result = &allocation.devices.results[0];
    assert_eq!((result.request.as_str(), result.device.as_str()), ("r", "x"));
    assert_eq!(result.binding_conditions, ["Ready"]);
    let sources: Vec<_> =
        allocation.devices.config.iter().map(|it| it.source.as_str().to_owned()).collect();
    assert_eq!(sources, ["FromClass", "FromClaim"]);
    let fields = &allocation.node_selector.unwrap().node_selector_terms[0].match_fields;
    assert_eq!(fields[0].values, ["a"]);
}

#[test]
fn freed_devices_help_all_and_other_changes_their_own() {
    let mut objects = Objects::default();
    claim(&mut objects, "c", exactly(json!({})), json!({}));
    claim(&mut objects, "d", exactly(json!({})), allocated("x", "a", json!([])));
    let of = |name: &str| (**objects.get::<ResourceClaim>("default", name).unwrap()).clone();
    let (free, taken) = (of("c"), of("d"));
    let own = wants("p", &["c"]).info();
    let told = |pod: &PodInfo, old: &ResourceClaim, new: &ResourceClaim| {
        hints::claim_changed(pod, &EventObjects::updated(old, new)).unwrap()
    };
    let mut freed = taken.clone();
    freed.status = Default::default();
    assert_eq!(told(&own, &taken, &freed), QueueingHint::Queue);
    assert_eq!(told(&own, &free, &free), QueueingHint::Skip);
    let mut changed = free.clone();
    changed.status = taken.status.clone();
    assert_eq!(told(&own, &free, &changed), QueueingHint::Queue);
    assert_eq!(told(&wants("q", &["e"]).info(), &free, &changed), QueueingHint::Skip);
}
