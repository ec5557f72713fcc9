//! Who owns which field, through the whole server: sequences of writes as Kubernetes was recorded
//! answering them, and what the recordings leave out.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Api};

const RECORDED: &str = include_str!("../data/ssa.jsonl");
const WIDGET_DEFINITION: &str = include_str!("../data/ssa-widget-crd.json");
const CRDS: &str = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const APPLY: &str = "application/apply-patch+yaml";

fn collection(kind: &str) -> &'static str {
    match kind {
        "ConfigMap" => "/api/v1/namespaces/default/configmaps",
        "Pod" => "/api/v1/namespaces/default/pods",
        "Deployment" => "/apis/apps/v1/namespaces/default/deployments",
        "Widget" => "/apis/example.com/v1/namespaces/default/widgets",
        other => panic!("{other} has no place"),
    }
}

#[tokio::test(start_paused = true)]
async fn recorded_sequences_end_as_recorded() {
    let mut count = 0;
    let mut differences = Vec::new();
    for line in RECORDED.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        if let Err(difference) = replay(&case).await {
            differences.push(format!("{}: {difference}", case["id"]));
        }
        count += 1;
    }
    let shown = differences[..differences.len().min(5)].join("\n");
    assert!(differences.is_empty(), "{} of {count} differ:\n{shown}", differences.len());
}

async fn replay(case: &Value) -> Result<(), String> {
    let api = Api::new().await;
    let kind = case["in"]["kind"].as_str().unwrap();
    if kind == "Widget" {
        api.post(CRDS, &serde_json::from_str(WIDGET_DEFINITION).unwrap()).await.expect(201);
        while api.get(collection(kind)).await.code != 200 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    let ops = case["in"]["ops"].as_array().unwrap();
    let steps = case["out"]["steps"].as_array().unwrap();
    for (at, (op, want)) in ops.iter().zip(steps).enumerate() {
        let time = format!("2023-11-14T00:{:02}:00.000000Z", at + 1);
        api.clock.set(time.parse().unwrap());
        let answer = step(&api, collection(kind), op).await;
        compare(&answer, want).map_err(|difference| format!("step {at}: {difference}"))?;
    }
    Ok(())
}

/// Does a step as a client would.
async fn step(api: &Api, collection: &str, op: &Value) -> Answer {
    let mut object = op["object"].clone();
    let name = object["metadata"]["name"].as_str().unwrap().to_owned();
    let mut uri = format!("{collection}/{name}");
    let live = api.get(&uri).await;
    if op["op"] == "updateStatus" {
        uri.push_str("/status");
    }
    let mut query = format!("fieldManager={}", op["manager"].as_str().unwrap());
    if op["dryRun"] == true {
        query.push_str("&dryRun=All");
    }
    if op["op"] == "apply" {
        let uri = format!("{uri}?{query}&force={}", op["force"] == true);
        return api.patch(&uri, APPLY, &object).await;
    }
    let metadata = object["metadata"].as_object_mut().unwrap();
    if live.code == 404 {
        metadata.remove("resourceVersion");
        return api.post(&format!("{collection}?{query}"), &object).await;
    }
    metadata
        .insert("resourceVersion".to_owned(), live.json()["metadata"]["resourceVersion"].clone());
    api.put(&format!("{uri}?{query}"), &object).await
}

fn compare(answer: &Answer, want: &Value) -> Result<(), String> {
    let mut found = answer.json();
    if want["error"] == true {
        let causes = found["details"]["causes"].take();
        let same = found["code"] == want["code"] && found["reason"] == want["reason"];
        let mut causes = causes.as_array().cloned().unwrap_or_default();
        causes.sort_by_key(|cause| cause["field"].to_string());
        let mut wanted = want["causes"].as_array().cloned().unwrap_or_default();
        wanted.sort_by_key(|cause| cause["field"].to_string());
        for cause in &mut causes {
            // The recording leaves out when and through which subresource the other wrote.
            let message = cause["message"].as_str().unwrap_or_default().to_owned();
            let end = message.find("\" ").map_or(message.len(), |at| at + 1);
            cause["message"] = message[..end].into();
        }
        for cause in &mut wanted {
            let message = cause["message"].as_str().unwrap_or_default().to_owned();
            let end = message.find("\" ").map_or(message.len(), |at| at + 1);
            cause["message"] = message[..end].into();
        }
        return if same && causes == wanted {
            Ok(())
        } else {
            Err(format!("{} is not {want}", answer.text))
        };
    }
    let entries = match found["metadata"].as_object_mut() {
        Some(metadata) => {
            for field in ["uid", "creationTimestamp"] {
                metadata.remove(field);
            }
            metadata.insert("resourceVersion".to_owned(), "1".into());
            metadata.remove("managedFields").unwrap_or(json!([]))
        }
        None => Value::Null,
    };
    if entries != want["managedFields"] {
        return Err(format!("owners {entries}\n are not {}", want["managedFields"]));
    }
    let mut wanted = want["object"].clone();
    wanted["metadata"]["resourceVersion"] = "1".into();
    if found != wanted {
        return Err(format!("object {found}\n is not {wanted}"));
    }
    Ok(())
}

fn deployment(replicas: i64) -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "d" },
        "spec": {
            "replicas": replicas,
            "selector": { "matchLabels": { "a": "b" } },
            "template": {
                "metadata": { "labels": { "a": "b" } },
                "spec": { "containers": [{ "name": "c", "image": "i" }] },
            },
        },
    })
}

#[tokio::test(start_paused = true)]
async fn whoever_scales_owns_the_number_of_replicas() {
    let api = Api::new().await;
    let uri = format!("{}/d", collection("Deployment"));
    let apply = |manager: &str, force: bool| format!("{uri}?fieldManager={manager}&force={force}");
    api.patch(&apply("one", false), APPLY, &deployment(1)).await.expect(201);
    let scale = format!("{uri}/scale");
    let by_patch = format!("{scale}?fieldManager=scaler");
    api.merge(&by_patch, &json!({ "spec": { "replicas": 3 } })).await.expect(200);
    let found = api.get(&uri).await.expect(200);
    let entries = found["metadata"]["managedFields"].as_array().unwrap();
    let scaler = entries.iter().find(|e| e["manager"] == "scaler").unwrap();
    assert_eq!(
        (&scaler["operation"], &scaler["apiVersion"], &scaler["subresource"], &scaler["fieldsV1"]),
        (
            &json!("Update"),
            &json!("apps/v1"),
            &json!("scale"),
            &json!({ "f:spec": { "f:replicas": {} } })
        )
    );
    let refused = api.patch(&apply("one", false), APPLY, &deployment(2)).await;
    assert_eq!(refused.code, 409);
    assert_eq!(
        refused.message(),
        "Apply failed with 1 conflict: conflict with \"scaler\" with subresource \"scale\" using \
         apps/v1: .spec.replicas"
    );
    let wanted =
        json!({ "apiVersion": "autoscaling/v1", "kind": "Scale", "spec": { "replicas": 5 } });
    let by_apply = format!("{scale}?fieldManager=hpa");
    assert_eq!(api.patch(&by_apply, APPLY, &wanted).await.code, 409);
    let forced = api.patch(&format!("{by_apply}&force=true"), APPLY, &wanted).await.expect(200);
    assert_eq!(forced["spec"]["replicas"], 5);
    let found = api.get(&uri).await.expect(200);
    let entries = found["metadata"]["managedFields"].as_array().unwrap();
    let managers: Vec<_> = entries.iter().map(|e| e["manager"].as_str().unwrap()).collect();
    assert_eq!(managers, ["hpa", "one"]);
}

#[tokio::test(start_paused = true)]
async fn clients_without_a_name_are_known_by_their_program() {
    let api = Api::new().await;
    let uri = collection("ConfigMap");
    let map = json!({
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "m" }, "data": { "a": "1" },
    });
    let agent = [("user-agent", "kubectl/v1.36.0 (linux/amd64) kubernetes/abc")];
    let made = api.send(Method::POST, uri, &agent, map.to_string()).await.expect(201);
    let entry = &made["metadata"]["managedFields"][0];
    assert_eq!(
        (&entry["manager"], &entry["operation"], &entry["fieldsV1"]),
        (&json!("kubectl"), &json!("Update"), &json!({ "f:data": { ".": {}, "f:a": {} } }))
    );
    let stripped = json!({ "metadata": { "managedFields": [{}] } });
    let stripped = api.merge(&format!("{uri}/m"), &stripped).await.expect(200);
    assert_eq!(stripped["metadata"].get("managedFields"), None);
}
