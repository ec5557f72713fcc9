//! Ordinary updates that upstream takes: what is stored.

use bowline_api::resources::of_kind;
use bowline_api::{conversion, defaults, kinds, update};
use bowline_apimachinery::codec::json;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::time::Time;
use serde_json::Value;

use crate::harness::{check, same};

const NOW: Time = Time::from_unix_seconds(1_700_000_000);

#[test]
fn changed_objects_are_prepared_as_upstream() {
    check("api-update", |line| {
        let api_version = line.input["new"]["apiVersion"].as_str().unwrap();
        let kind = line.input["new"]["kind"].as_str().unwrap();
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let typed = |object: &Value| {
            let mut message = kinds::new(group, version, kind).unwrap();
            json::from_value(&mut *message, object.clone()).unwrap();
            defaults::apply(&mut *message, NOW);
            conversion::normalize(&mut *message);
            message
        };
        let value =
            |message: &dyn Message| json::to_value(message, Some((api_version, kind))).unwrap();
        let old = value(&*typed(&line.input["old"]));
        let mut new = value(&*typed(&line.input["new"]));
        // What the generic store does for all kinds.
        if of_kind(group, version, kind).unwrap().has_status {
            match old.get("status") {
                Some(status) => new["status"] = status.clone(),
                None => drop(new.as_object_mut().unwrap().remove("status")),
            }
        }
        new["metadata"]["creationTimestamp"] = old["metadata"]["creationTimestamp"].clone();
        let mut message = typed(&new);
        update::prepare(&mut *message, &*typed(&old));
        let mut got = value(&*message);
        let mut want = line.want["updated"].clone();
        for object in [&mut got, &mut want] {
            object["metadata"].as_object_mut().unwrap().remove("generation");
        }
        same("updated", &got, &want)
    });
}
