//! A small store of claims, volumes and classes.

use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, PodStatus};
use bowline_api::storage::v1::{CSIDriver, CSINode, CSIStorageCapacity, StorageClass};
use bowline_apimachinery::resource::Object;
use futures::FutureExt as _;
use parking_lot::Mutex;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::api_calls::{ApiCalls, Note};
use crate::binding::Sleep;
use crate::config::UtilizationShapePoint;
use crate::events::{ActionType, ClusterEvent, EventObjects, EventResource, QueueingHint};
use crate::plugin::EnqueueExtensions as _;
use crate::snapshot::{Objects, Snapshot};
use crate::testing::{NodeBuilder, PodBuilder, assert_verdict, node, pod};

const LATE: &str = "late";

fn put<T: Object + DeserializeOwned>(objects: &mut Objects, object: Value) {
    let object: T = serde_json::from_value(object).unwrap();
    objects.apply(Arc::new(object));
}

fn claim(objects: &mut Objects, name: &str, class: &str, size: &str, more: Value) {
    let mut object = json!({
        "metadata": {"name": name, "namespace": "default", "uid": name, "resourceVersion": "5",
                     "annotations": more["annotations"]},
        "spec": {"storageClassName": class, "accessModes": ["ReadWriteOnce"],
                 "resources": {"requests": {"storage": size}}},
        "status": {"phase": "Pending"}
    });
    if let Some(volume) = more["volume"].as_str() {
        object["spec"]["volumeName"] = volume.into();
    }
    if let Some(selector) = more.get("selector") {
        object["spec"]["selector"] = selector.clone();
    }
    if let Some(phase) = more.get("phase") {
        object["status"]["phase"] = phase.clone();
    }
    put::<PersistentVolumeClaim>(objects, object);
}

/// A claim that is bound to a volume.
fn bound(objects: &mut Objects, name: &str, volume: &str) {
    let annotations = json!({"pv.kubernetes.io/bind-completed": "yes"});
    claim(objects, name, LATE, "1Gi", json!({"annotations": annotations, "volume": volume}));
}

/// A volume that can be reached from one node.
fn volume(objects: &mut Objects, name: &str, size: &str, at: &str) {
    let terms = json!([{"matchExpressions": [
        {"key": "kubernetes.io/hostname", "operator": "In", "values": [at]}
    ]}]);
    put::<PersistentVolume>(
        objects,
        json!({
            "metadata": {"name": name, "uid": name, "resourceVersion": "7",
                         "labels": {"disk": name}},
            "spec": {"storageClassName": LATE, "capacity": {"storage": size},
                     "accessModes": ["ReadWriteOnce", "ReadOnlyMany"],
                     "nodeAffinity": {"required": {"nodeSelectorTerms": terms}}},
            "status": {"phase": "Available"}
        }),
    );
}

fn classes(objects: &mut Objects) {
    let class = |name: &str, provisioner: &str, mode: &str, zones: Value| {
        json!({"metadata": {"name": name}, "provisioner": provisioner, "volumeBindingMode": mode,
               "allowedTopologies": zones})
    };
    let late = "WaitForFirstConsumer";
    let zones = json!([{"matchLabelExpressions": [{"key": "zone", "values": ["z1"]}]}]);
    put::<StorageClass>(objects, class(LATE, "kubernetes.io/no-provisioner", late, Value::Null));
    put::<StorageClass>(objects, class("made", "csi.x", late, Value::Null));
    put::<StorageClass>(objects, class("zonal", "csi.y", late, zones));
    put::<StorageClass>(objects, class("now", "csi.x", "Immediate", Value::Null));
}

fn two_nodes() -> Snapshot {
    let labelled = |name: &str, zone| -> NodeBuilder { node(name).label("zone", zone) };
    let nodes = [labelled("a", "z1").build(), labelled("b", "z2").build()];
    let mut snapshot = Snapshot::of(nodes, []);
    classes(snapshot.objects_mut());
    snapshot
}

/// What each node says, or why none was asked.
fn verdicts(plugin: &VolumeBinding, snapshot: &Snapshot, pod: &PodInfo) -> Vec<String> {
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, snapshot);
    match plugin.pre_filter(&mut cycle, pod).unwrap() {
        PreFilterVerdict::Rejected(rejection) => return vec![rejection.to_string()],
        PreFilterVerdict::Skip => return vec!["skip".to_owned()],
        _ => {}
    }
    let verdict = |node| match plugin.filter(&cycle.read(), pod, node) {
        Ok(Verdict::Fits) => "fits".to_owned(),
        Ok(Verdict::Rejected(rejection)) => {
            assert_eq!(rejection.code, RejectionCode::UnschedulableAndUnresolvable);
            rejection.to_string()
        }
        Err(error) => format!("error: {error}"),
    };
    snapshot.nodes().map(verdict).collect()
}

fn check(name: &str, pod: PodBuilder, fill: impl Fn(&mut Objects), want: &[&str]) {
    let mut snapshot = two_nodes();
    fill(snapshot.objects_mut());
    assert_eq!(verdicts(&VolumeBinding::default(), &snapshot, &pod.info()), want, "{name}");
}

#[test]
fn claims_are_looked_at_before_nodes() {
    let uses = || pod("p").claim("c");
    check("none", pod("p"), |_| {}, &["skip"]);
    check("missing", uses(), |_| {}, &["persistentvolumeclaim \"c\" not found"]);
    check(
        "lost",
        uses(),
        |it| claim(it, "c", LATE, "1Gi", json!({"volume": "v", "phase": "Lost"})),
        &["persistentvolumeclaim \"c\" bound to non-existent persistentvolume \"v\""],
    );
    check("immediate", uses(), |it| claim(it, "c", "now", "1Gi", json!({})), &[REASON_UNBOUND]);
    check("no such class", uses(), |it| claim(it, "c", "?", "1Gi", json!({})), &[REASON_UNBOUND]);
    // Given to a volume by name, but not bound: that is the volume controller's business.
    let named = |it: &mut Objects| claim(it, "c", LATE, "1Gi", json!({"volume": "v"}));
    check("half bound", uses(), named, &[REASON_UNBOUND]);
    let ephemeral = pod("p").with(|pod| {
        let volume = json!({"name": "e", "ephemeral": {"volumeClaimTemplate": {"spec": {}}}});
        pod.spec.volumes.push(serde_json::from_value(volume).unwrap());
    });
    let want =
        "waiting for ephemeral volume controller to create the persistentvolumeclaim \"p-e\"";
    check("ephemeral", ephemeral.clone(), |_| {}, &[want]);
    let foreign = |it: &mut Objects| claim(it, "p-e", LATE, "1Gi", json!({}));
    let want = "PVC default/p-e was not created for pod p (pod is not owner)";
    check("ephemeral of another", ephemeral, foreign, &[want]);
}

#[test]
fn bound_volumes_keep_pods_near() {
    let uses = || pod("p").claim("c");
    let at_b = |it: &mut Objects| {
        bound(it, "c", "v");
        volume(it, "v", "1Gi", "b");
    };
    check("at b", uses(), at_b, &[REASON_NODE_CONFLICT, "fits"]);
    let gone = [REASON_NO_SUCH_VOLUME; 2];
    check("gone", uses(), |it| bound(it, "c", "v"), &gone);
}

#[test]
fn volumes_that_are_there_are_matched() {
    let uses = || pod("p").claim("c");
    let none = REASON_NO_VOLUME;
    let small = |it: &mut Objects| {
        claim(it, "c", LATE, "10Gi", json!({}));
        volume(it, "small", "5Gi", "a");
        volume(it, "great", "20Gi", "b");
    };
    check("size", uses(), small, &[none, "fits"]);
    let selecting = |it: &mut Objects| {
        let selector = json!({"matchLabels": {"disk": "y"}});
        claim(it, "c", LATE, "1Gi", json!({"selector": selector}));
        volume(it, "x", "5Gi", "a");
        volume(it, "y", "5Gi", "b");
    };
    check("selector", uses(), selecting, &[none, "fits"]);
    let two = |it: &mut Objects| {
        claim(it, "c", LATE, "1Gi", json!({}));
        claim(it, "d", LATE, "1Gi", json!({}));
        volume(it, "x", "5Gi", "a");
        volume(it, "y", "5Gi", "a");
        volume(it, "z", "5Gi", "b");
    };
    check("two at once", pod("p").claim("c").claim("d"), two, &["fits", none]);
    let selected = |it: &mut Objects| {
        claim(it, "c", "made", "1Gi", json!({"annotations": {claims::SELECTED_NODE: "b"}}));
    };
    check("another node was selected", uses(), selected, &[none, "fits"]);
}

#[test]
fn volumes_are_made_where_class_and_storage_allow() {
    let uses = || pod("p").claim("c");
    check("anywhere", uses(), |it| claim(it, "c", "made", "1Gi", json!({})), &["fits", "fits"]);
    let zonal = |it: &mut Objects| claim(it, "c", "zonal", "1Gi", json!({}));
    check("in a zone", uses(), zonal, &["fits", REASON_NO_VOLUME]);
    let capacity = |it: &mut Objects, size: &str, max: Value, zone: &str| {
        let driver = json!({"metadata": {"name": "csi.x"}, "spec": {"storageCapacity": true}});
        put::<CSIDriver>(it, driver);
        let capacity = json!({
            "metadata": {"name": zone, "namespace": "s"}, "storageClassName": "made",
            "capacity": size, "maximumVolumeSize": max,
            "nodeTopology": {"matchLabels": {"zone": zone}}
        });
        put::<CSIStorageCapacity>(it, capacity);
        claim(it, "c", "made", "10Gi", json!({}));
    };
    let want = ["fits", REASON_NO_SPACE];
    check("space", uses(), |it| capacity(it, "10Gi", Value::Null, "z1"), &want);
    let none = [REASON_NO_SPACE; 2];
    check("in one piece", uses(), |it| capacity(it, "99Gi", json!("9Gi"), "z1"), &none);
}

#[test]
fn the_smallest_volume_is_taken_and_is_taken_at_once() {
    let mut snapshot = two_nodes();
    let objects = snapshot.objects_mut();
    for name in ["c", "d", "e"] {
        claim(objects, name, LATE, "2Gi", json!({}));
    }
    volume(objects, "great", "9Gi", "a");
    volume(objects, "small", "3Gi", "a");
    let plugin = VolumeBinding::default();
    let reserve = |claim: &str| {
        let pod = pod("p").claim(claim).info();
        let mut state = CycleState::default();
        let mut cycle = CycleMut::new(&mut state, &snapshot);
        plugin.pre_filter(&mut cycle, &pod).unwrap();
        let verdict = plugin.reserve(&mut cycle, &pod, "a").unwrap();
        let names = state.get::<Decision>().map(|decision| {
            let names = decision.bindings.iter().map(|(volume, _)| volume.metadata.name.clone());
            names.collect::<Vec<_>>()
        });
        (verdict, names, state, pod)
    };
    assert_eq!(reserve("c").1.unwrap(), ["small"]);
    let (_, names, mut state, pod) = reserve("d");
    assert_eq!(names.unwrap(), ["great"]);
    let (verdict, names, ..) = reserve("e");
    let want = Some(("UnschedulableAndUnresolvable", REASON_NO_VOLUME));
    assert_verdict("none is left", &verdict, want);
    assert!(names.is_none());
    plugin.unreserve(&mut state, &pod, "a");
    assert_eq!(reserve("e").1.unwrap(), ["great"]);
}

#[test]
fn nodes_are_scored_by_the_use_of_their_storage() {
    let point = |utilization, score| UtilizationShapePoint { utilization, score };
    let shape = vec![point(0, 0), point(100, 10)];
    let plugin = Arc::new(VolumeBinding::new(&VolumeBindingArgs { shape, ..Default::default() }));
    let mut at = ExtensionPoints::default();
    plugin.clone().register(&mut at);
    assert!(at.names().contains(&"Score"));
    let mut snapshot = two_nodes();
    let objects = snapshot.objects_mut();
    claim(objects, "c", LATE, "2Gi", json!({}));
    volume(objects, "great", "8Gi", "a");
    volume(objects, "small", "4Gi", "b");
    let pod = pod("p").claim("c").info();
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, &snapshot);
    plugin.pre_filter(&mut cycle, &pod).unwrap();
    assert_eq!(plugin.pre_score(&mut cycle, &pod, &[]).unwrap(), PreScoreVerdict::Continue);
    let score = |node| plugin.score(&cycle.read(), &pod, node).unwrap();
    assert_eq!(snapshot.nodes().map(score).collect::<Vec<_>>(), [25, 50]);
}

/// Plays the server and the volume controller: claims are bound when they are read so often.
#[derive(Debug, Default)]
struct Storage {
    written: Mutex<Vec<String>>,
    reads: Mutex<usize>,
    fails: bool,
}

#[async_trait]
impl ApiCalls for Storage {
    fn record(&self, _: &bowline_api::core::v1::Pod, _: Note) {}
    async fn bind(&self, _: &bowline_api::core::v1::Pod, _: &str) -> Result<(), BoxError> {
        Ok(())
    }
    async fn patch_pod_status(
        &self,
        _: &bowline_api::core::v1::Pod,
        _: &PodStatus,
    ) -> Result<(), BoxError> {
        Ok(())
    }
    async fn delete_pod(&self, _: &bowline_api::core::v1::Pod) -> Result<(), BoxError> {
        Ok(())
    }
    async fn update_volume(&self, volume: &PersistentVolume) -> Result<PersistentVolume, BoxError> {
        let owner = &volume.spec.claim_ref.as_ref().unwrap().name;
        self.written.lock().push(format!("{} is {owner}'s", volume.metadata.name));
        Ok(volume.clone())
    }
    async fn update_claim(
        &self,
        claim: &PersistentVolumeClaim,
    ) -> Result<PersistentVolumeClaim, BoxError> {
        let node = &claim.metadata.annotations[claims::SELECTED_NODE];
        self.written.lock().push(format!("{} goes to {node}", claim.metadata.name));
        Ok(claim.clone())
    }
    async fn get_volume(&self, name: &str) -> Result<PersistentVolume, BoxError> {
        let mut objects = Objects::default();
        volume(&mut objects, name, "9Gi", "a");
        let mut found = (**objects.get::<PersistentVolume>("", name).unwrap()).clone();
        found.spec.claim_ref = Some(Box::new(bowline_api::core::v1::ObjectReference {
            uid: "c".into(),
            ..Default::default()
        }));
        Ok(found)
    }
    async fn get_claim(&self, _: &str, name: &str) -> Result<PersistentVolumeClaim, BoxError> {
        let mut objects = Objects::default();
        *self.reads.lock() += 1;
        if *self.reads.lock() > 3 {
            bound(&mut objects, name, "v");
        } else {
            claim(&mut objects, name, "made", "1Gi", json!({}));
        }
        let mut found = (**objects.get::<PersistentVolumeClaim>("default", name).unwrap()).clone();
        let node = if self.fails { "" } else { "a" };
        let annotations = &mut found.metadata.annotations;
        annotations.insert(claims::SELECTED_NODE.to_owned(), node.to_owned());
        Ok(found)
    }
}

fn bind(storage: Arc<Storage>, seconds: i64) -> Result<Verdict, BoxError> {
    let mut snapshot = two_nodes();
    let objects = snapshot.objects_mut();
    claim(objects, "c", LATE, "2Gi", json!({}));
    claim(objects, "d", "made", "2Gi", json!({}));
    volume(objects, "v", "3Gi", "a");
    let args = VolumeBindingArgs { bind_timeout_seconds: seconds, ..Default::default() };
    let plugin = VolumeBinding::new(&args);
    let pod = pod("p").claim("c").claim("d").info();
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, &snapshot);
    plugin.pre_filter(&mut cycle, &pod).unwrap();
    plugin.reserve(&mut cycle, &pod, "a").unwrap();
    let sleep: Sleep = Arc::new(|_| futures::future::ready(()).boxed());
    let cycle = BindCycle::new(state, snapshot, storage, sleep);
    assert_eq!(plugin.pre_flight(&cycle, &pod, "a"), PreBindPreFlight::RunInParallel);
    plugin.pre_bind(&cycle, &pod, "a").now_or_never().unwrap()
}

#[test]
fn the_binding_waits_for_volumes() {
    let storage = Arc::new(Storage::default());
    assert_eq!(bind(Arc::clone(&storage), 600).unwrap(), Verdict::Fits);
    assert_eq!(*storage.written.lock(), ["v is c's", "d goes to a"]);
    let error = bind(Arc::default(), 2).unwrap_err().to_string();
    assert_eq!(error, "binding volumes: context deadline exceeded");
    let failing = Arc::new(Storage { fails: true, ..Storage::default() });
    let error = bind(failing, 600).unwrap_err().to_string();
    assert_eq!(error, "provisioning failed for PVC \"d\"");
}

#[test]
fn a_pod_is_tried_again_when_a_change_may_help() {
    let registered = Arc::new(VolumeBinding::default()).events_to_register();
    let pod = pod("p").claim("c").info();
    let hint = |resource: EventResource, action, objects: &EventObjects<'_>| {
        let event = ClusterEvent::new(resource, action);
        let matching = registered.iter().find(|it| it.event.matches(&event))?;
        Some(matching.hint.as_ref().map(|hint| hint(&pod, objects).unwrap()))
    };
    let class = |zone: &str| -> StorageClass {
        let terms = json!([{"matchLabelExpressions": [{"key": "zone", "values": [zone]}]}]);
        serde_json::from_value(json!({"provisioner": "x", "allowedTopologies": terms})).unwrap()
    };
    let update = ActionType::UPDATE_OTHER;
    let (old, new) = (class("a"), class("b"));
    let of = EventResource::StorageClass;
    let told = hint(of.clone(), update, &EventObjects::updated(&old, &new));
    assert_eq!(told, Some(Some(QueueingHint::Queue)));
    let told = hint(of.clone(), update, &EventObjects::updated(&old, &old));
    assert_eq!(told, Some(Some(QueueingHint::Skip)));
    assert_eq!(hint(of, ActionType::DELETE, &EventObjects::deleted(&old)), None);
    let mut objects = Objects::default();
    claim(&mut objects, "c", LATE, "1Gi", json!({}));
    claim(&mut objects, "d", LATE, "1Gi", json!({}));
    for (name, want) in [("c", QueueingHint::Queue), ("d", QueueingHint::Skip)] {
        let claim = &**objects.get::<PersistentVolumeClaim>("default", name).unwrap();
        let added = EventObjects::added(claim);
        let told = hint(EventResource::PersistentVolumeClaim, ActionType::ADD, &added);
        assert_eq!(told, Some(Some(want)), "{name}");
    }
    let capacity = |size: &str| -> CSIStorageCapacity {
        serde_json::from_value(json!({"storageClassName": "x", "capacity": size})).unwrap()
    };
    let of = EventResource::CsiStorageCapacity;
    let (less, more) = (capacity("1Gi"), capacity("2Gi"));
    let told = hint(of.clone(), update, &EventObjects::updated(&less, &more));
    assert_eq!(told, Some(Some(QueueingHint::Queue)));
    let told = hint(of, update, &EventObjects::updated(&more, &less));
    assert_eq!(told, Some(Some(QueueingHint::Skip)));
    let (old, new) = (CSINode::default(), CSINode::default());
    let told = hint(EventResource::CsiNode, update, &EventObjects::updated(&old, &new));
    assert_eq!(told, Some(Some(QueueingHint::Skip)));
    assert_eq!(hint(EventResource::Node, ActionType::ADD, &EventObjects::default()), Some(None));
}
