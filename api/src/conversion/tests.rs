//! Objects there and back between versions.

use serde_json::{Value, json};

use super::convert;

fn there_and_back(object: &Value, to: &str) -> Value {
    let there = convert(object.clone(), to).unwrap();
    assert_eq!(there["apiVersion"], to);
    let back = convert(there.clone(), object["apiVersion"].as_str().unwrap()).unwrap();
    for (field, want) in object.as_object().unwrap() {
        assert_eq!(&back[field], want, "{field} of {to}");
    }
    there
}

#[test]
fn an_autoscaler_keeps_in_annotations_what_version_1_does_not_know() {
    let object = json!({
        "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "h", "annotations": {"mine": "stays"}},
        "spec": {
            "scaleTargetRef": {"kind": "Deployment", "name": "d", "apiVersion": "apps/v1"},
            "maxReplicas": 10,
            "metrics": [
                {"type": "Pods", "pods": {"metric": {"name": "rps", "selector": {"matchLabels": {"a": "b"}}}, "target": {"type": "AverageValue", "averageValue": "10"}}},
                {"type": "Object", "object": {"describedObject": {"kind": "Service", "name": "s"}, "metric": {"name": "hits"}, "target": {"type": "Value", "value": "1k"}}},
                {"type": "External", "external": {"metric": {"name": "queue"}, "target": {"type": "AverageValue", "averageValue": "30"}}},
                {"type": "ContainerResource", "containerResource": {"name": "memory", "container": "c", "target": {"type": "Utilization", "averageUtilization": 60}}},
                {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}},
            ],
            "behavior": {"scaleUp": {"stabilizationWindowSeconds": 10, "selectPolicy": "Max", "policies": [{"type": "Pods", "value": 4, "periodSeconds": 15}]}},
        },
        "status": {
            "currentReplicas": 1, "desiredReplicas": 2,
            "currentMetrics": [
                {"type": "Resource", "resource": {"name": "cpu", "current": {"averageValue": "100m", "averageUtilization": 50}}},
            ],
            "conditions": [{"type": "AbleToScale", "status": "True", "lastTransitionTime": "2024-01-01T00:00:00Z", "reason": "R"}],
        },
    });
    let v1 = there_and_back(&object, "autoscaling/v1");
    assert_eq!(v1["spec"]["targetCPUUtilizationPercentage"], 80);
    assert_eq!(v1["status"]["currentCPUUtilizationPercentage"], 50);
    let annotation = |key: &str| {
        let text = &v1["metadata"]["annotations"][format!("autoscaling.alpha.kubernetes.io/{key}")];
        serde_json::from_str::<Value>(text.as_str().unwrap()).unwrap()
    };
    assert_eq!(annotation("metrics")[0]["pods"]["metricName"], "rps");
    assert_eq!(annotation("metrics")[1]["object"]["targetValue"], "1k");
    assert_eq!(annotation("metrics").as_array().unwrap().len(), 4);
    assert_eq!(annotation("behavior")["ScaleUp"]["Policies"][0]["PeriodSeconds"], 15);
}

#[test]
fn an_autoscaler_of_version_1_without_metrics_means_the_processor() {
    let object = json!({
        "apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "h", "annotations": {"autoscaling.alpha.kubernetes.io/metrics": "no list"}},
        "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "d"}, "maxReplicas": 10},
    });
    let v2 = convert(object, "autoscaling/v2").unwrap();
    assert_eq!(v2["spec"]["metrics"][0]["resource"]["target"]["averageUtilization"], 80);
    assert!(v2["metadata"].get("annotations").is_none());
}

#[test]
fn events_are_one_kind_under_two_sets_of_names() {
    let object = json!({
        "apiVersion": "v1", "kind": "Event",
        "metadata": {"name": "e", "namespace": "default"},
        "involvedObject": {"kind": "Pod", "name": "p"},
        "reason": "Started", "message": "it runs", "source": {"component": "kubelet", "host": "n"},
        "firstTimestamp": "2024-01-01T00:00:00Z", "lastTimestamp": "2024-01-01T00:00:01Z", "count": 2,
        "type": "Normal", "eventTime": null, "reportingComponent": "kubelet", "reportingInstance": "n",
    });
    let event = there_and_back(&object, "events.k8s.io/v1");
    assert_eq!(event["regarding"]["name"], "p");
    assert_eq!(event["note"], "it runs");
    assert_eq!(event["deprecatedCount"], 2);
    assert_eq!(event["reportingController"], "kubelet");
    assert!(event.get("message").is_none());
}

#[test]
fn requests_and_devices_nest_as_their_version_has_them() {
    let claim = json!({
        "apiVersion": "resource.k8s.io/v1", "kind": "ResourceClaim", "metadata": {"name": "c"},
        "spec": {"devices": {"requests": [
            {"name": "a", "exactly": {"deviceClassName": "gpu", "allocationMode": "ExactCount", "count": 2}},
            {"name": "b", "firstAvailable": [{"name": "x", "deviceClassName": "big"}]},
        ]}},
    });
    let old = there_and_back(&claim, "resource.k8s.io/v1beta1");
    assert_eq!(old["spec"]["devices"]["requests"][0]["deviceClassName"], "gpu");
    there_and_back(&claim, "resource.k8s.io/v1beta2");
    let slice = json!({
        "apiVersion": "resource.k8s.io/v1", "kind": "ResourceSlice", "metadata": {"name": "s"},
        "spec": {"driver": "d", "pool": {"name": "p", "generation": 1, "resourceSliceCount": 1}, "nodeName": "n",
            "devices": [{"name": "gpu-0", "attributes": {"model": {"string": "x"}}}]},
    });
    let old = there_and_back(&slice, "resource.k8s.io/v1beta1");
    assert_eq!(old["spec"]["devices"][0]["basic"]["attributes"]["model"]["string"], "x");
}

#[test]
fn versions_that_do_not_exist_are_refused() {
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}});
    for to in ["v2", "apps/v1"] {
        let error = convert(pod.clone(), to).unwrap_err().to_string();
        assert_eq!(error, format!("Pod of v1 has no form in {to}"));
    }
}
