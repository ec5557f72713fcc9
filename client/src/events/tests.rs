//! Events as the cluster gets them.

use std::time::Duration;

use bowline_api::core::v1::{ConfigMap, Event, ObjectReference};
use bowline_api::events::v1::Event as SeriesEvent;
use bowline_apimachinery::meta::ObjectMeta;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::aggregate::Aggregator;
use super::series::SeriesKeeper;
use super::*;
use crate::api::ListParams;
use crate::testing_server::client;

fn source() -> EventSource {
    EventSource { controller: "tester".into(), instance: "host".into() }
}

fn note(reason: &str, message: &str, seconds: i64) -> Note {
    let regarding = ObjectReference {
        kind: "Pod".into(),
        namespace: "ns".into(),
        name: "web".into(),
        ..ObjectReference::default()
    };
    Note {
        regarding,
        reason: reason.into(),
        message: message.into(),
        time: bowline_apimachinery::time::MicroTime::from_unix_micros(seconds * 1_000_000),
        ..Note::default()
    }
}

#[test]
fn repetitions_are_counted() {
    let mut aggregator = Aggregator::new(source());
    let first = aggregator.observe(&note("Pulled", "it is here", 100)).unwrap();
    assert_eq!((first.event.count, first.patch), (1, None));
    assert_eq!(first.event.metadata.name, "web.174876e800");
    let again = aggregator.observe(&note("Pulled", "it is here", 160)).unwrap();
    assert_eq!(again.event.metadata.name, first.event.metadata.name);
    assert_eq!(again.event.first_timestamp, first.event.first_timestamp);
    let patch = serde_json::json!({"count": 2, "lastTimestamp": "1970-01-01T00:02:40Z",
        "message": "it is here"});
    assert_eq!(again.patch, Some(patch));
    let other = aggregator.observe(&note("Failed", "it is here", 160)).unwrap();
    assert_eq!((other.event.count, other.patch), (1, None));
    assert_ne!(other.event.metadata.name, first.event.metadata.name);
}

#[test]
fn many_messages_of_one_reason_are_combined() {
    let mut aggregator = Aggregator::new(source());
    let mut last = None;
    for n in 0..12 {
        last = aggregator.observe(&note("Unhealthy", &format!("probe {n}"), n));
        let combined = last.as_ref().unwrap().event.message.starts_with("(combined from");
        assert_eq!(combined, n >= 9, "{n}");
    }
    let last = last.unwrap();
    assert_eq!(last.event.count, 3);
    assert_eq!(last.event.message, "(combined from similar events): probe 11");
    let later = aggregator.observe(&note("Unhealthy", "probe 99", 1000)).unwrap();
    assert_eq!(later.event.message, "probe 99", "after a pause they are told apart again");
}

#[test]
fn one_object_cannot_fill_the_cluster() {
    let mut aggregator = Aggregator::new(source());
    let sent = |aggregator: &mut Aggregator, at| {
        (0..100).filter(|n| aggregator.observe(&note("R", &n.to_string(), at)).is_some()).count()
    };
    assert_eq!(sent(&mut aggregator, 0), 25);
    assert_eq!(sent(&mut aggregator, 599), 1);
    assert_eq!(sent(&mut aggregator, 601), 1);
}

#[test]
fn the_second_of_its_like_begins_a_series() {
    let mut keeper = SeriesKeeper::new(source());
    let first = keeper.observe(&note("FailedScheduling", "a", 0)).unwrap();
    assert_eq!((first.patch, first.event.series), (None, None));
    let second = keeper.observe(&note("FailedScheduling", "b", 10)).unwrap();
    let series = serde_json::json!({"series": {"count": 2,
        "lastObservedTime": "1970-01-01T00:00:10.000000Z"}});
    assert_eq!(second.patch, Some(series));
    assert_eq!(keeper.observe(&note("FailedScheduling", "c", 20)), None);
    assert_eq!(keeper.refresh()[0].patch.as_ref().unwrap()["series"]["count"], 3);
    keeper.observe(&note("Scheduled", "d", 20)).unwrap();
    let at = |seconds| note("", "", seconds).time;
    assert_eq!(keeper.finish(at(379)), []);
    let finished = keeper.finish(at(380));
    assert_eq!(finished.len(), 1, "what was no series is forgotten in silence");
    assert!(keeper.observe(&note("FailedScheduling", "e", 400)).unwrap().patch.is_none());
}

#[tokio::test(start_paused = true)]
async fn events_reach_the_cluster_in_both_forms() {
    for api in [EventApi::Core, EventApi::Series] {
        let client = client().await;
        let (events, writer) = recorder(&client, api, source());
        let shutdown = CancellationToken::new();
        let writing = tokio::spawn(writer.run(shutdown.clone()));
        let map = ConfigMap {
            metadata: ObjectMeta::named("map").in_namespace("ns"),
            ..ConfigMap::default()
        };
        for message in ["one", "one", "two"] {
            events.record(Note {
                regarding: object_reference(&map),
                event_type: EventType::Warning,
                reason: "Tested".into(),
                action: "Testing".into(),
                message: message.into(),
                ..Note::default()
            });
        }
        sleep(Duration::from_secs(1)).await;
        let list = client.namespaced::<Event>("ns").list(&ListParams::default()).await.unwrap();
        let told: Vec<_> = list.items.iter().map(|e| (e.message.as_str(), e.count)).collect();
        match api {
            EventApi::Core => assert_eq!(told, [("one", 2), ("two", 1)]),
            EventApi::Series => {
                let events = client.namespaced::<SeriesEvent>("ns");
                let list = events.list(&ListParams::default()).await.unwrap();
                let [event] = &list.items[..] else { panic!("{told:?}") };
                assert_eq!(event.series.as_ref().unwrap().count, 2);
                assert_eq!((event.note.as_str(), event.type_.as_str()), ("one", "Warning"));
            }
        }
        let node = ObjectReference { kind: "Node".into(), name: "n".into(), ..Default::default() };
        events.record(Note {
            regarding: node,
            reason: "Late".into(),
            action: "Stopping".into(),
            message: "last words".into(),
            ..Note::default()
        });
        shutdown.cancel();
        writing.await.unwrap();
        let late = client.namespaced::<Event>("default").list(&ListParams::default()).await;
        assert_eq!(late.unwrap().items[0].reason, "Late");
    }
}
