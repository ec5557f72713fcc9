//! Input that is well formed and means harm: deep, wide, or both.

use serde_json::{Value, json};

use crate::client::Api;

const CRDS: &str = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const TESTS: &str = "/apis/example.com/v1/namespaces/default/tests";

fn definition(spec: Value) -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "tests.example.com"},
        "spec": {
            "group": "example.com", "scope": "Namespaced",
            "names": {"plural": "tests", "kind": "Test"},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}},
            }],
        },
    })
}

async fn api_with(spec: Value) -> Api {
    let api = Api::new().await;
    api.post(CRDS, &definition(spec)).await.expect(201);
    for _ in 0..100 {
        if api.get(TESTS).await.code == 200 {
            return api;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the kind is not served");
}

/// A schema of so many objects within each other.
fn nested(levels: usize) -> Value {
    (0..levels).fold(
        json!({"type": "string"}),
        |inner, _| json!({"type": "object", "properties": {"a": inner}}),
    )
}

fn test(name: &str, spec: &str) -> String {
    format!(
        "{{\"apiVersion\":\"example.com/v1\",\"kind\":\"Test\",\"metadata\":{{\"name\":\"{name}\"}},\
         \"spec\":{spec}}}"
    )
}

#[tokio::test(start_paused = true)]
async fn what_is_taken_deep_is_stored_and_changed_deep() {
    // 180 objects are some 370 levels of JSON in the definition.
    let api = api_with(nested(180)).await;
    let path = format!("{CRDS}/tests.example.com");
    let label = json!({"metadata": {"labels": {"a": "b"}}});
    let changed = api.merge(&path, &label).await.expect(200);
    assert_eq!(changed["metadata"]["labels"], json!({"a": "b"}));
    let schema = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
    assert_eq!(changed.pointer(schema), Some(&nested(180)));

    let spec = format!("{}\"x\"{}", "{\"a\":".repeat(180), "}".repeat(180));
    let made = api.send(http::Method::POST, TESTS, &[], test("deep", &spec)).await.expect(201);
    assert_eq!(made["spec"].to_string(), spec);
    let changed = api.merge(&format!("{TESTS}/deep"), &label).await.expect(200);
    assert_eq!(changed["spec"].to_string(), spec);
}

#[tokio::test(start_paused = true)]
async fn what_is_too_deep_is_refused() {
    let api = Api::new().await;
    let refused = api.post(CRDS, &definition(nested(300))).await;
    assert_eq!(refused.code, 400, "{}", refused.text);
    assert!(refused.message().contains("exceeded max depth"), "{}", refused.message());

    let api =
        api_with(json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true})).await;
    let spec = format!("{}1{}", "{\"a\":".repeat(20_000), "}".repeat(20_000));
    let refused = api.send(http::Method::POST, TESTS, &[], test("deep", &spec)).await;
    assert_eq!(refused.code, 400, "{}", refused.text);
    // A patch that copies an object into itself doubles the depth each time.
    let spec = format!("{{\"a\":{}1{}}}", "{\"a\":".repeat(100), "}".repeat(100));
    api.send(http::Method::POST, TESTS, &[], test("patched", &spec)).await.expect(201);
    let copies: Vec<Value> = (0..10)
        .map(|n| json!({"op": "copy", "from": "/spec/a", "path": format!("/spec{}/a", "/a".repeat(100 << n))}))
        .collect();
    let patch = Value::Array(copies);
    let refused =
        api.patch(&format!("{TESTS}/patched"), "application/json-patch+json", &patch).await;
    assert_eq!(refused.code, 422, "{}", refused.text);
}

/// These take time without end where something is quadratic.
#[tokio::test(start_paused = true)]
async fn long_keys_and_long_lists_take_time_in_proportion() {
    let api = api_with(json!({"type": "object", "properties": {
        "map": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object", "properties": {
            "n": {"type": "integer"},
        }}}},
        "set": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "integer"}},
        "list": {
            "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
            "items": {"type": "object", "required": ["k"], "properties": {"k": {"type": "integer"}}},
        },
        "short": {"type": "array", "maxItems": 1, "items": {"type": "string", "maxLength": 1}},
    }}))
    .await;
    let items = vec!["{\"n\":1}"; 60_000].join(",");
    let spec = format!("{{\"map\":{{\"{}\":[{items}]}}}}", "k".repeat(400_000));
    api.send(http::Method::POST, TESTS, &[], test("key", &spec)).await.expect(201);

    let numbers = |mut numbers: Vec<u32>, reverse: bool| {
        if reverse {
            numbers.reverse();
        }
        let texts: Vec<String> = numbers.iter().map(u32::to_string).collect();
        let items: Vec<String> = numbers.iter().map(|n| format!("{{\"k\":{n}}}")).collect();
        format!("{{\"set\":[{}],\"list\":[{}]}}", texts.join(","), items.join(","))
    };
    let all: Vec<u32> = (0..12_000).collect();
    let spec = numbers(all.clone(), false);
    api.send(http::Method::POST, TESTS, &[], test("lists", &spec)).await.expect(201);
    let path = format!("{TESTS}/lists");
    let patch = format!("{{\"spec\":{}}}", numbers(all, true));
    let merge = [("content-type", "application/merge-patch+json")];
    let turned = api.send(http::Method::PATCH, &path, &merge, patch).await.expect(200);
    assert_eq!(turned["spec"]["set"][0], 11_999);
}
