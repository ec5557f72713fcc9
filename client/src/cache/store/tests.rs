//! What readers and listeners of a store see.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_api::core::v1::Pod;
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::resource::NamespacedName;
use parking_lot::Mutex;
use proptest::prelude::*;

use super::*;
use crate::cache::Delta;

fn pod(key: &str, uid: &str, version: u32) -> Pod {
    let (namespace, name) = key.split_once('/').unwrap();
    let mut pod = Pod {
        metadata: ObjectMeta::named(name).in_namespace(namespace).label("name", name),
        ..Pod::default()
    };
    pod.metadata.uid = uid.to_owned();
    pod.metadata.resource_version = version.to_string();
    pod
}

fn tell(delta: &Delta<Pod>) -> String {
    let name = |pod: &Pod| format!("{}@{}", pod.metadata.name, pod.metadata.resource_version);
    match delta {
        Delta::Applied { old: None, new, initial: true } => format!("={}", name(new)),
        Delta::Applied { old: None, new, .. } => format!("+{}", name(new)),
        Delta::Applied { old: Some(old), new, .. } => format!("{}>{}", name(old), name(new)),
        Delta::Deleted { last, stale } => {
            format!("-{}{}", name(last), if *stale { "?" } else { "" })
        }
        Delta::Synced => "synced".to_owned(),
        Delta::Replaced => "replaced".to_owned(),
    }
}

fn drain(subscription: &mut Subscription<Pod>) -> String {
    let mut seen = Vec::new();
    while let Some(delta) = subscription.try_recv() {
        seen.push(tell(&delta));
    }
    seen.join(" ")
}

fn none() -> BTreeSet<NamespacedName> {
    BTreeSet::new()
}

#[test]
fn listeners_see_each_change_once_and_late_ones_see_what_is_there() {
    let (store, mut writer) = store::<Pod>();
    let mut early = store.subscribe();
    writer.replace([pod("n/a", "1", 3), pod("n/b", "2", 4)], "5", &none());
    assert_eq!(drain(&mut early), "=a@3 =b@4 synced");
    writer.apply(pod("n/a", "1", 6));
    writer.apply(pod("n/a", "1", 6));
    writer.apply(pod("n/a", "1", 4));
    writer.apply(pod("n/c", "3", 7));
    writer.delete(pod("n/b", "2", 8));
    writer.delete(pod("n/b", "2", 8));
    assert_eq!(drain(&mut early), "a@3>a@6 +c@7 -b@8");
    let mut late = store.subscribe();
    assert_eq!(drain(&mut late), "=a@6 =c@7 synced");
    assert_eq!(store.resource_version(), "8");
}

#[test]
fn a_new_list_is_reported_as_its_differences() {
    let (store, mut writer) = store::<Pod>();
    writer.replace(
        [pod("n/a", "1", 1), pod("n/b", "2", 2), pod("n/c", "3", 3), pod("n/d", "4", 4)],
        "4",
        &none(),
    );
    let mut seen = store.subscribe();
    drain(&mut seen);
    let keep = BTreeSet::from([NamespacedName::new("n", "d")]);
    writer.replace([pod("n/a", "1", 1), pod("n/b", "2", 9), pod("n/e", "5", 8)], "9", &keep);
    assert_eq!(drain(&mut seen), "-c@3? b@2>b@9 +e@8 replaced");
    assert_eq!(store.len(), 4, "what cannot be read stays as it was known");
}

#[test]
fn an_object_made_anew_is_another_object() {
    let (store, mut writer) = store::<Pod>();
    writer.replace([pod("n/a", "1", 1)], "1", &none());
    let mut seen = store.subscribe();
    drain(&mut seen);
    writer.apply(pod("n/a", "2", 5));
    assert_eq!(drain(&mut seen), "-a@1? +a@5");
    writer.forget(&NamespacedName::new("n", "a"));
    assert_eq!(drain(&mut seen), "-a@5?");
}

#[test]
fn reads_are_ordered_scoped_and_selected() {
    let (store, mut writer) = store::<Pod>();
    writer.replace(
        [pod("n/b", "", 1), pod("m/z", "", 2), pod("n/a", "", 3), pod("o/a", "", 4)],
        "4",
        &none(),
    );
    let names = |pods: Vec<Arc<Pod>>| pods.iter().map(|p| p.key().to_string()).collect::<Vec<_>>();
    assert_eq!(names(store.list()), ["m/z", "n/a", "n/b", "o/a"]);
    assert_eq!(names(store.list_in("n")), ["n/a", "n/b"]);
    assert_eq!(names(store.list_in("nothing")), [""; 0]);
    let selector = Selector::parse("name in (a, z)").unwrap();
    assert_eq!(names(store.select("", &selector)), ["m/z", "n/a", "o/a"]);
    assert_eq!(names(store.select("n", &selector)), ["n/a"]);
    assert!(store.get(&NamespacedName::new("n", "b")).is_some());
    let before = store.snapshot();
    writer.delete(pod("n/b", "", 5));
    assert!(before.get_by("n", "b").is_some() && store.get_by("n", "b").is_none());
}

#[test]
fn handlers_may_read_the_store_and_can_be_removed() {
    let (store, mut writer) = store::<Pod>();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (log, reading) = (seen.clone(), store.clone());
    let id = store.on_delta(move |delta| log.lock().push((tell(delta), reading.len())));
    writer.replace([pod("n/a", "", 1)], "1", &none());
    store.remove_handler(id);
    writer.delete(pod("n/a", "", 2));
    assert_eq!(*seen.lock(), [("=a@1".to_owned(), 1), ("synced".to_owned(), 1)]);
}

#[tokio::test]
async fn waiting_ends_with_the_version_or_with_the_writer() {
    let (store, mut writer) = store::<Pod>();
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { (store.synced().await, store.wait_until("12").await) }
    });
    tokio::task::yield_now().await;
    writer.replace([], "9", &none());
    assert!(store.is_synced());
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    writer.advance("12");
    assert_eq!(waiting.await.unwrap(), (Ok(()), Ok(())));
    store.wait_until("11").await.unwrap();
    store.wait_until("not a number").await.unwrap();
    drop(writer);
    assert_eq!(store.wait_until("13").await, Err(StoreClosed));
    assert!(store.subscribe().recv().await.is_some_and(|d| matches!(d, Delta::Synced)));
}

proptest! {
    /// An index is at all times what a scan of the store would find.
    #[test]
    fn an_index_equals_a_scan(steps in prop::collection::vec((0u8..6, 0u8..4, 0u8..4), 1..60)) {
        let (store, mut writer) = store::<Pod>();
        let index = store.index_by(|pod: &Pod| pod.metadata.labels.values().cloned().collect());
        for (version, (name, label, action)) in (1..).zip(steps) {
            let mut pod = pod(&format!("n/{name}"), "", version);
            pod.metadata.labels.insert("l".into(), label.to_string());
            match action {
                0 => writer.delete(pod),
                1 => writer.replace([pod], &version.to_string(), &none()),
                _ => writer.apply(pod),
            }
            for value in 0..6 {
                let value = value.to_string();
                let scan: Vec<_> = store.list().into_iter()
                    .filter(|p| p.metadata.labels.values().any(|v| *v == value)).collect();
                prop_assert_eq!(index.get(&value), scan);
            }
        }
        let late = store.index_by(|pod: &Pod| pod.metadata.labels.values().cloned().collect());
        prop_assert_eq!(late.values(), index.values());
    }
}
